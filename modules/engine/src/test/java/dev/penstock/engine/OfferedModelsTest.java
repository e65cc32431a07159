// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Step.Piece;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Target;
import dev.penstock.state.ProviderConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OfferedModelsTest {

    private final World world = new World();

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    private int listings() {
        return world.fake.made.stream().mapToInt(p -> p.listings.get()).sum();
    }

    private String call(String uid, String model) {
        world.fake.answersBytes(uid, Step.give(Piece.of("from " + uid)));
        return World.readAll(world.answer(model));
    }

    private static FailureException unreachable() {
        return new FailureException(
                new Failure.Provider(Failure.ProviderKind.UNREACHABLE, "the provider is away"));
    }

    @Test
    void unknownNamePassesToTheOldestProviderThatOffersIt() {
        world.tenants.passing("one");
        world.tenants.passing("two");
        world.tenants.passing("three");
        world.fake.offers("one", "gpt-5");
        world.fake.offers("two", "claude-opus-4", "x");
        world.fake.offers("three", "claude-opus-4");

        assertThat(call("two", "claude-opus-4")).isEqualTo("from two");
        assertThat(world.ledger.opened().getFirst().route()).isNull();
        assertThat(world.ledger.opened().getFirst().upstreamModel()).isEqualTo("claude-opus-4");
    }

    @Test
    void nameThatNobodyOffersIsUnknown() {
        world.tenants.passing("one");
        world.fake.offers("one", "gpt-5");

        assertThat(failureOf(() -> world.answer("claude-opus-4")).code())
                .isEqualTo("unknown_model");
    }

    @Test
    void listIsKeptForFiveMinutes() {
        world.tenants.passing("one");
        world.fake.offers("one", "m");

        call("one", "m");
        world.pass(Duration.ofMinutes(5).minusMillis(1));
        call("one", "m");
        assertThat(listings()).isEqualTo(1);

        world.pass(Duration.ofMillis(1));
        call("one", "m");
        assertThat(listings()).isEqualTo(2);
    }

    @Test
    void providerWhoseListCannotBeHadIsAssumedToOfferTheName() {
        world.tenants.passing("one");
        world.fake.offers(
                "one",
                () -> {
                    throw unreachable();
                });

        assertThat(call("one", "anything")).isEqualTo("from one");
    }

    @Test
    void providerWithoutListIsLeftAloneForHalfAMinute() {
        world.tenants.passing("one");
        world.fake.offers(
                "one",
                () -> {
                    throw unreachable();
                });

        call("one", "m");
        world.pass(Duration.ofSeconds(29));
        call("one", "m");
        assertThat(listings()).isEqualTo(1);

        world.pass(Duration.ofSeconds(1));
        call("one", "m");
        assertThat(listings()).isEqualTo(2);
    }

    @Test
    void lastListStandsWhileANewOneCannotBeHad() {
        world.tenants.passing("one");
        AtomicInteger asked = new AtomicInteger();
        world.fake.offers(
                "one",
                () -> {
                    if (asked.getAndIncrement() > 0) {
                        throw unreachable();
                    }
                    return List.of("m");
                });
        call("one", "m");
        world.pass(Duration.ofMinutes(6));

        assertThat(failureOf(() -> world.answer("other")).code()).isEqualTo("unknown_model");
        assertThat(listings()).isEqualTo(2);
    }

    @Test
    void listIsAskedForAgainAfterTheProviderDidNotKnowAModel() {
        world.tenants.passing("one");
        world.fake.offers("one", "m");
        call("one", "m");
        world.pass(Duration.ofSeconds(31));
        world.fake.refuses(
                "one",
                new Failure.Provider(Failure.ProviderKind.REJECTED, "no such model", 404, null));
        failureOf(() -> world.answer("m"));
        world.fake.offers("one", "other");

        assertThat(failureOf(() -> world.answer("m")).code()).isEqualTo("unknown_model");

        assertThat(listings()).isEqualTo(2);
    }

    @Test
    void changedProviderIsAskedAgain() {
        ProviderConfiguration old = world.tenants.passing("one");
        world.fake.offers("one", "m");
        call("one", "m");
        world.tenants.replace(
                old,
                new ProviderConfiguration(
                        old.id(),
                        old.organisation(),
                        "one",
                        "fake",
                        java.net.URI.create("https://new.example/"),
                        List.of(),
                        old.options(),
                        true,
                        old.created()));

        call("one", "m");

        assertThat(listings()).isEqualTo(2);
    }

    @Test
    void manyCallersShareOneQuestion() throws Exception {
        world.tenants.passing("one");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        world.fake.offers(
                "one",
                () -> {
                    asked.countDown();
                    await(answered);
                    return List.of("m");
                });
        List<Future<String>> answers = new ArrayList<>();
        Callable<String> caller = () -> call("one", "m");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            world.engine();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(caller));
            }
            await(asked);
            answered.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("from one");
            }
        }

        assertThat(listings()).isEqualTo(1);
    }

    @Test
    void callerWhoLeavesDuringTheQuestionIsReleased() {
        world.tenants.passing("one");
        CountDownLatch never = new CountDownLatch(1);
        CallControl control = new CallControl();
        world.fake.offers(
                "one",
                () -> {
                    control.cancel(World.GONE);
                    await(never);
                    return List.of("m");
                });

        assertThat(failureOf(() -> world.engine().answer(world.inbound("m", true, control))))
                .isEqualTo(World.GONE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(world.ledger.opened()).isEmpty();
        never.countDown();
    }

    @Test
    void modelsAreThePublicNamesAndWhatProvidersOffer() {
        world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.route("zeta", new Target("two", "z"), new Target("one", "z"));
        world.tenants.route("one/b", new Target("two", "b"));
        world.fake.offers("one", "b", "a");
        world.fake.offers("two", "deep/name");

        assertThat(world.engine().models(Tenants.caller("*")))
                .containsExactly(
                        new ListedModel("one/a", "one", Tenants.BEGINNING),
                        new ListedModel("one/b", "two", Tenants.BEGINNING),
                        new ListedModel("two/deep/name", "two", Tenants.BEGINNING.plusSeconds(60)),
                        new ListedModel("zeta", "two", Tenants.BEGINNING));
    }

    @Test
    void modelsAreThoseOfTheKey() {
        world.tenants.provider("one");
        world.tenants.route("fast", new Target("one", "a"));
        world.tenants.route("slow", new Target("one", "b"));
        world.fake.offers("one", "a", "b");

        assertThat(world.engine().models(Tenants.caller("fast", "one/b*")))
                .extracting(ListedModel::id)
                .containsExactly("fast", "one/b");
        assertThat(world.engine().models(Tenants.caller())).isEmpty();
    }

    @Test
    void modelsOfAProviderThatFailsAreLeftOut() {
        world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.provider("odd", "unheard-of", java.util.Map.of(), false);
        world.fake.offers("two", "m");

        assertThat(world.engine().models(Tenants.caller("*")))
                .extracting(ListedModel::id)
                .containsExactly("two/m");
    }

    @Test
    void modelsOfProvidersThatHangAreLeftOutAfterOneDeadlineForAll() {
        CountDownLatch never = new CountDownLatch(1);
        for (String uid : List.of("one", "two", "three")) {
            world.tenants.provider(uid);
            world.fake.offers(
                    uid,
                    () -> {
                        await(never);
                        return List.of("late");
                    });
        }
        world.tenants.provider("quick");
        world.fake.offers("quick", "m");
        long begun = System.nanoTime();

        List<ListedModel> models = world.engine().models(Tenants.caller("*"));

        assertThat(models).extracting(ListedModel::id).containsExactly("quick/m");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isLessThan(OfferedModels.PATIENCE.multipliedBy(2));
        never.countDown();
    }

    @Test
    void probeAsksNowAndReturnsTheProvidersOrder() {
        world.tenants.provider("one");
        world.fake.offers("one", "z", "a");

        assertThat(world.engine().probe(Tenants.ORGANISATION, "one")).containsExactly("z", "a");
        assertThat(world.engine().probe(Tenants.ORGANISATION, "one")).containsExactly("z", "a");

        assertThat(listings()).isEqualTo(2);
    }

    @Test
    void probeTellsTheFailureOfTheProvider() {
        world.tenants.provider("one");
        world.fake.offers(
                "one",
                () -> {
                    throw unreachable();
                });

        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "one")).code())
                .isEqualTo("upstream_unreachable");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "no")).code())
                .isEqualTo("not_found");
    }

    @Test
    void candidateIsAskedWithoutBeingStored() {
        ProviderConfiguration stored = world.tenants.provider("one");
        world.fake.offers("one", "a");
        ProviderConfiguration candidate =
                new ProviderConfiguration(
                        new UUID(0, 0),
                        Tenants.ORGANISATION,
                        "one",
                        stored.type(),
                        null,
                        stored.credentials(),
                        Map.of(),
                        false,
                        Tenants.BEGINNING);
        world.tenants.remove(stored);

        assertThat(world.engine().probe(candidate)).containsExactly("a");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "one")).code())
                .isEqualTo("not_found");
    }

    @Test
    void candidateOfAnUnknownTypeIsSaidToBeUnusable() {
        ProviderConfiguration candidate =
                new ProviderConfiguration(
                        new UUID(0, 0),
                        Tenants.ORGANISATION,
                        "one",
                        "unheard",
                        null,
                        List.of(),
                        Map.of(),
                        false,
                        Tenants.BEGINNING);

        assertThat(failureOf(() -> world.engine().probe(candidate)).message())
                .contains("'one' cannot be used")
                .contains("unheard");
    }

    @Test
    void defectOfAProviderInItsListIsHidden() {
        world.tenants.provider("one");
        world.fake.offers(
                "one",
                () -> {
                    throw new IllegalStateException("secret detail");
                });

        Failure failure = failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "one"));

        assertThat(failure.code()).isEqualTo("internal");
        assertThat(failure.message()).doesNotContain("secret detail");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
