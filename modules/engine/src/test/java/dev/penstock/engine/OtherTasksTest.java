// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.EmbeddingAnswer;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Target;
import dev.penstock.inference.Task;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.EmbeddingReply;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtherTasksTest {

    private final World world = new World();

    @BeforeEach
    void configure() {
        world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.route("fast", new Target("one", "m1"), new Target("two", "m2"));
        world.fake.tasks = Set.of(Task.CHAT, Task.EMBEDDING, Task.TOKEN_COUNT);
        world.translate();
    }

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    private Inbound embedding(String... inputs) {
        return world.inbound(
                "fast",
                WireFormat.OPENAI_EMBEDDINGS,
                () ->
                        new EmbeddingRequest(
                                "fast",
                                List.of(inputs),
                                null,
                                null,
                                Map.of(),
                                WireFormat.OPENAI_EMBEDDINGS));
    }

    private Inbound count() {
        return world.inbound(
                "fast",
                WireFormat.ANTHROPIC_TOKEN_COUNT,
                () -> new TokenCountRequest(World.words("fast")));
    }

    private void embeds(String uid, int vectors, @Nullable Usage usage) {
        float[][] all = new float[vectors][];
        Arrays.fill(all, new float[] {1});
        world.fake.script(
                uid,
                () ->
                        new EmbeddingReply(
                                new EmbeddingAnswer("own", List.of(all), usage),
                                List.of("future"),
                                "req_7"));
    }

    @Test
    void vectorsCloseTheirRowWithInputTokensAndCost() {
        world.tenants.price("m1", "v1", Tenants.BEGINNING);
        embeds("one", 2, Usage.tokens(5, 0));

        Answer answer = world.engine().answer(embedding("a", "b"));

        Answer.Embedded embedded = (Answer.Embedded) answer;
        assertThat(embedded.vectors().vectors()).hasSize(2);
        assertThat(embedded.facts().dropped()).containsExactly("future");
        assertThat(embedded.facts().upstreamId()).isEqualTo("req_7");
        assertThat(embedded.facts().attempts()).isEqualTo(1);
        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.usage()).isEqualTo(Usage.tokens(5, 0));
        assertThat(row.source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(row.cost()).isEqualTo(new Money(5_000));
        assertThat(row.outcome()).isEqualTo("ok");
        assertThat(row.upstreamId()).isEqualTo("req_7");
        assertThat(world.ledger.opened().getFirst().stream()).isFalse();
        answer.close();
    }

    @Test
    void vectorsWithoutUsageAreCountedByTheirInput() {
        embeds("one", 1, null);

        world.engine().answer(embedding("a")).close();

        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.source()).isEqualTo(UsageSource.COUNTED);
        assertThat(row.usage()).isEqualTo(Usage.tokens(100, 0));
    }

    @Test
    void wrongNumberOfVectorsIsMalformedAndTriedElsewhere() {
        embeds("one", 1, Usage.tokens(5, 0));
        embeds("two", 2, Usage.tokens(6, 0));

        Answer answer = world.engine().answer(embedding("a", "b"));

        assertThat(answer.facts().provider()).isEqualTo("two");
        assertThat(answer.facts().attempts()).isEqualTo(2);
        assertThat(world.ledger.closed())
                .extracting(LedgerEntry.Closed::outcome)
                .containsExactly("upstream_malformed", "ok");
        assertThat(world.ledger.closed().getFirst().usage()).isEqualTo(Usage.tokens(5, 0));
    }

    @Test
    void refusalOfTheProviderReleasesTheRow() {
        world.fake.refuses(
                "one", new Failure.Provider(Failure.ProviderKind.REJECTED, "no", 400, null));

        Failure failure = failureOf(() -> world.engine().answer(embedding("a")));

        assertThat(failure.code()).isEqualTo("upstream_rejected");
        assertThat(world.ledger.onlyRow().state()).isEqualTo(LedgerEntry.State.RELEASED);
    }

    @Test
    void providerWithoutEmbeddingsIsNotAskedForThem() {
        world.fake.tasks = Set.of(Task.CHAT);

        Failure failure = failureOf(() -> world.engine().answer(embedding("a")));

        assertThat(failure).isInstanceOf(Failure.Caller.class);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.message()).contains("'fast'", "'one'", "has no embeddings");
        assertThat(world.ledger.opened()).isEmpty();
        assertThat(world.fake.made.getFirst().calledModels).isEmpty();
    }

    @Test
    void mistakeOfTheCallerOpensNoRow() {
        Failure.Caller fault =
                new Failure.Caller(Failure.CallerKind.BAD_REQUEST, "no input", "input");
        Inbound inbound =
                world.inbound(
                        "fast",
                        WireFormat.OPENAI_EMBEDDINGS,
                        () -> {
                            throw new FailureException(fault);
                        });

        assertThat(failureOf(() -> world.engine().answer(inbound))).isEqualTo(fault);
        assertThat(world.ledger.opened()).isEmpty();
    }

    @Test
    void providersCounterIsAskedAndCostsNothing() {
        world.tenants.price("m1", "v1", Tenants.BEGINNING);
        world.fake.script("one", () -> 42L);

        Answer.Counted counted = (Answer.Counted) world.engine().answer(count());

        assertThat(counted.tokens()).isEqualTo(42);
        assertThat(counted.estimated()).isFalse();
        assertThat(world.fake.made.getFirst().calledModels).containsExactly("m1");
        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.cost()).isEqualTo(Money.ZERO);
        assertThat(row.usage()).isEqualTo(Usage.none());
        assertThat(row.outcome()).isEqualTo("ok");
        assertThat(world.ledger.opened().getFirst().priceVersion()).isNull();
    }

    @Test
    void countIsEstimatedWhereTheProviderHasNoCounter() {
        world.fake.tasks = Set.of(Task.CHAT);

        Answer.Counted counted = (Answer.Counted) world.engine().answer(count());

        assertThat(counted.estimated()).isTrue();
        // Four for the message, two for "hello".
        assertThat(counted.tokens()).isEqualTo(6);
        assertThat(counted.facts().provider()).isEqualTo("one");
        assertThat(counted.facts().attempts()).isZero();
        assertThat(world.ledger.opened()).isEmpty();
    }

    @Test
    void counterThatIsOutOfReachIsTriedElsewhere() {
        world.fake.script("two", () -> 7L);

        Answer.Counted counted = (Answer.Counted) world.engine().answer(count());

        assertThat(counted.tokens()).isEqualTo(7);
        assertThat(counted.facts().attempts()).isEqualTo(2);
    }
}
