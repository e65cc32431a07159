// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Step.Piece;
import dev.penstock.inference.Failure;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Target;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayLaneTest {

    private final World world = new World();

    @BeforeEach
    void configure() {
        world.tenants.provider("one");
        world.tenants.route("fast", new Target("one", "fast-upstream"));
    }

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    @Test
    void equalFormatsAreRelayedByteForByte() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.preface("role;")),
                Step.give(Piece.of("hello;")),
                Step.give(Piece.of("world;").stopped()),
                Step.give(Piece.of("usage;").counted(10, 2)),
                Step.give(Piece.of("done;")));

        Answer answer = world.answer("fast");

        assertThat(answer).isInstanceOf(Answer.Relayed.class);
        assertThat(World.readAll(answer)).isEqualTo("role;hello;world;usage;done;");
        assertThat(world.fake.made.getFirst().calledModels).containsExactly("fast-upstream");
    }

    @Test
    void factsNameWhatAnswers() {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")));
        Inbound inbound = world.inbound("fast", true, new CallControl());

        AnswerFacts facts;
        try (Answer answer = world.engine().answer(inbound)) {
            facts = answer.facts();
        }

        assertThat(facts.call()).isEqualTo(inbound.id());
        assertThat(facts.provider()).isEqualTo("one");
        assertThat(facts.model()).isEqualTo("fast-upstream");
        assertThat(facts.attempts()).isEqualTo(1);
        assertThat(facts.upstreamId()).isEqualTo("req_1");
        assertThat(facts.upstreamHeaders()).containsEntry("openai-processing-ms", List.of("12"));
        assertThat(world.fake.made.getFirst().attempts.getFirst().call()).isEqualTo(inbound.id());
    }

    @Test
    void rowIsOpenBeforeTheProviderIsCalled() {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")));
        world.fake.whenCalled = () -> assertThat(world.ledger.opened()).hasSize(1);

        World.readAll(world.answer("fast"));

        LedgerEntry.Opened row = world.ledger.opened().getFirst();
        assertThat(row.route()).isEqualTo("fast");
        assertThat(row.publicModel()).isEqualTo("fast");
        assertThat(row.upstreamModel()).isEqualTo("fast-upstream");
        assertThat(row.provider()).isEqualTo("one");
        assertThat(row.providerType()).isEqualTo("fake");
        assertThat(row.endpoint()).isEqualTo("/v1/chat/completions");
        assertThat(row.stream()).isTrue();
        assertThat(row.estimatedInput()).isEqualTo(100);
        assertThat(row.attempt())
                .isEqualTo(world.fake.made.getFirst().attempts.getFirst().attempt());
    }

    @Test
    void streamedAnswerIsSettledBeforeItsLastBytesAreTold() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello;")),
                Step.give(Piece.of("stop;").stopped()),
                Step.give(Piece.of("done;").counted(10, 2)));
        Answer.Relayed answer = (Answer.Relayed) world.answer("fast");

        assertThat(World.string(answer.stream().next())).isEqualTo("hello;");
        assertThat(World.string(answer.stream().next())).isEqualTo("stop;");
        assertThat(world.ledger.closed()).isEmpty();
        assertThat(World.string(answer.stream().next())).isEqualTo("done;");

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("ok");
        assertThat(answer.stream().next()).isNull();
    }

    @Test
    void plainAnswerIsSettledBeforeItsLastBytesAreTold() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("{first")),
                Step.give(Piece.of("last}").counted(10, 2).stopped()));
        Answer.Relayed answer =
                (Answer.Relayed)
                        world.engine().answer(world.inbound("fast", false, new CallControl()));

        assertThat(World.string(answer.stream().next())).isEqualTo("{first");
        assertThat(world.ledger.closed()).isEmpty();
        assertThat(World.string(answer.stream().next())).isEqualTo("last}");

        assertThat(world.ledger.onlyRow().usage()).isEqualTo(Usage.tokens(10, 2));
        assertThat(answer.stream().next()).isNull();
        answer.close();
    }

    @Test
    void streamedContentIsNotHeldBack() {
        world.fake.answersBytes(
                "one", Step.give(Piece.of("hello")), Step.give(Piece.of("more")), Step.hang());

        try (Answer answer = world.answer("fast")) {
            Answer.Relayed relayed = (Answer.Relayed) answer;
            assertThat(World.string(relayed.stream().next())).isEqualTo("hello");
            assertThat(World.string(relayed.stream().next())).isEqualTo("more");
        }
    }

    @Test
    void reportedUsageIsThePriceOfTheAnswer() {
        world.tenants.price("fast-upstream", "fake/fast@1", Tenants.BEGINNING);
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello")),
                Step.give(Piece.of("").stopped().counted(1_000, 200)));

        World.readAll(world.answer("fast"));

        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.state()).isEqualTo(LedgerEntry.State.SETTLED);
        assertThat(row.source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(row.cost().nanos()).isEqualTo(1_400_000);
        assertThat(row.upstreamId()).isEqualTo("req_1");
        assertThat(world.ledger.opened().getFirst().priceVersion()).isEqualTo("fake/fast@1");
    }

    @Test
    void costIsThatOfThePriceAtOpening() {
        world.tenants.price("fast-upstream", "cheap", Tenants.BEGINNING);
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello")),
                Step.give(Piece.of("").stopped().counted(1, 0)));
        Answer answer = world.answer("fast");
        world.pass(Duration.ofDays(1));
        world.tenants.price("fast-upstream", "new", Tenants.BEGINNING.plus(Duration.ofHours(1)));

        World.readAll(answer);

        assertThat(world.ledger.opened().getFirst().priceVersion()).isEqualTo("cheap");
        assertThat(world.ledger.onlyRow().cost().nanos()).isEqualTo(1_000);
    }

    @Test
    void bytesAreHeldUntilFirstContentButNotForEver() {
        String part = "x".repeat(30_000);
        world.fake.answersBytes(
                "one",
                Step.give(Piece.preface(part)),
                Step.give(Piece.preface(part)),
                Step.give(Piece.preface(part)),
                Step.hang());

        try (Answer answer = world.answer("fast")) {
            assertThat(World.string(((Answer.Relayed) answer).stream().next()))
                    .isEqualTo(part + part + part);
        }
    }

    @Test
    void failureBeforeContentIsThrownAndNothingIsTold() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.preface("role;")),
                Step.fail(
                        new Failure.Provider(
                                Failure.ProviderKind.TRUNCATED, "the end is missing")));

        assertThat(failureOf(() -> world.answer("fast")).code()).isEqualTo("upstream_truncated");

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("upstream_truncated");
    }

    @Test
    void failureAfterContentComesAfterTheBytesBeforeIt() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello;")),
                Step.give(Piece.of("stop;").stopped()),
                Step.fail(new Failure.Provider(Failure.ProviderKind.TRUNCATED, "cut")));
        Answer.Relayed answer = (Answer.Relayed) world.answer("fast");

        assertThat(World.string(answer.stream().next())).isEqualTo("hello;");
        assertThat(World.string(answer.stream().next())).isEqualTo("stop;");
        assertThat(failureOf(() -> answer.stream().next()).code()).isEqualTo("upstream_truncated");
        assertThat(answer.stream().next()).isNull();

        assertThat(world.ledger.onlyRow().source()).isEqualTo(UsageSource.COUNTED);
    }

    @Test
    void answerWithoutAnyContentIsWhole() {
        world.fake.answersBytes("one", Step.give(Piece.preface("{}")));

        assertThat(World.readAll(world.answer("fast"))).isEqualTo("{}");

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("ok");
        assertThat(world.ledger.onlyRow().firstContent()).isNull();
    }

    @Test
    void emptyAnswerIsEmpty() {
        world.fake.answersBytes("one");

        assertThat(World.readAll(world.answer("fast"))).isEmpty();
    }

    @Test
    void firstContentIsTimed() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.preface("role;")),
                _ -> {
                    world.pass(Duration.ofSeconds(2));
                    return Piece.of("hello");
                },
                _ -> {
                    world.pass(Duration.ofSeconds(3));
                    return Piece.of("more").stopped();
                });

        World.readAll(world.answer("fast"));

        assertThat(world.ledger.onlyRow().firstContent())
                .isEqualTo(Tenants.BEGINNING.plusSeconds(2));
        assertThat(world.ledger.onlyRow().at()).isEqualTo(Tenants.BEGINNING.plusSeconds(5));
    }
}
