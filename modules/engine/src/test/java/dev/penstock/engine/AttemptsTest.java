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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptsTest {

    private final World world = new World();

    @BeforeEach
    void configure() {
        world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.route("single", new Target("one", "m1"));
        world.tenants.route("double", new Target("one", "m1"), new Target("two", "m2"));
    }

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Failure.ProviderKind.class)
    void refusalBeforeTheAnswerIsReleasedWhenCertainlyUnbilled(Failure.ProviderKind kind) {
        Failure.Provider failure = new Failure.Provider(kind, "no", 418, Duration.ofSeconds(9));
        world.fake.refuses("one", failure);

        assertThat(failureOf(() -> world.answer("single"))).isEqualTo(failure);

        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.outcome()).isEqualTo(failure.code());
        assertThat(row.source()).isEqualTo(UsageSource.ESTIMATED);
        if (failure.certainlyUnbilled()) {
            assertThat(row.state()).isEqualTo(LedgerEntry.State.RELEASED);
            assertThat(row.usage()).isEqualTo(Usage.none());
        } else {
            assertThat(row.state()).isEqualTo(LedgerEntry.State.SETTLED);
            assertThat(row.usage()).isEqualTo(Usage.tokens(100, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.ProviderKind.class)
    void nextTargetIsTriedOnlyAfterRetryableFailures(Failure.ProviderKind kind) {
        Failure.Provider failure = new Failure.Provider(kind, "no");
        world.fake.refuses("one", failure);
        world.fake.answersBytes("two", Step.give(Piece.of("from two")));

        if (failure.retryable()) {
            Answer answer = world.answer("double");
            assertThat(answer.facts().attempts()).isEqualTo(2);
            assertThat(answer.facts().provider()).isEqualTo("two");
            assertThat(World.readAll(answer)).isEqualTo("from two");
            assertThat(world.ledger.opened())
                    .extracting(LedgerEntry.Opened::provider)
                    .containsExactly("one", "two");
            assertThat(world.ledger.opened())
                    .extracting(LedgerEntry.Opened::call)
                    .containsOnly(answer.facts().call());
        } else {
            assertThat(failureOf(() -> world.answer("double"))).isEqualTo(failure);
            assertThat(world.fake.made).hasSize(1);
        }
    }

    @Test
    void lastFailureIsToldWhenNoTargetAnswers() {
        world.fake.refuses("one", new Failure.Provider(Failure.ProviderKind.TIMEOUT, "slow"));
        world.fake.refuses("two", new Failure.Provider(Failure.ProviderKind.OVERLOADED, "busy"));

        assertThat(failureOf(() -> world.answer("double")).code()).isEqualTo("upstream_overloaded");
    }

    @Test
    void failureBeforeContentLetsTheNextTargetTakeOver() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.preface("lost;")),
                Step.fail(new Failure.Provider(Failure.ProviderKind.FAILED, "sorry")));
        world.fake.answersBytes("two", Step.give(Piece.of("from two")));

        assertThat(World.readAll(world.answer("double"))).isEqualTo("from two");

        assertThat(world.ledger.closed())
                .extracting(LedgerEntry.Closed::outcome)
                .containsExactly("upstream_failed", "ok");
    }

    @Test
    void failureAfterContentLetsNobodyTakeOver() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello")),
                Step.fail(new Failure.Provider(Failure.ProviderKind.FAILED, "sorry")));

        Answer answer = world.answer("double");

        assertThat(failureOf(() -> World.readAll(answer)).code()).isEqualTo("upstream_failed");
        assertThat(world.fake.made).hasSize(1);
    }

    @Test
    void refusalInTheMiddleOfAnAnswerIsBilled() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello world.")),
                Step.fail(new Failure.Provider(Failure.ProviderKind.OVERLOADED, "busy")));

        Answer answer = world.answer("single");

        assertThat(failureOf(() -> World.readAll(answer)).code()).isEqualTo("upstream_overloaded");
        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.state()).isEqualTo(LedgerEntry.State.SETTLED);
        assertThat(row.usage()).isEqualTo(Usage.tokens(100, 3));
    }

    @Test
    void callersFaultSeenByTheProviderPassesAndIsReleased() {
        Failure fault = new Failure.Caller(Failure.CallerKind.CONTEXT_LENGTH, "too long");
        world.fake.refuses("one", fault);

        assertThat(failureOf(() -> world.answer("double"))).isEqualTo(fault);

        assertThat(world.ledger.onlyRow().state()).isEqualTo(LedgerEntry.State.RELEASED);
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("context_length");
    }

    @Test
    void modelUnknownUpstreamPassesAsSuch() {
        Failure unknown =
                new Failure.Provider(Failure.ProviderKind.REJECTED, "no such model", 404, null);
        world.fake.refuses("one", unknown);

        assertThat(failureOf(() -> world.answer("single"))).isEqualTo(unknown);
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void defectOfAProviderIsInternalAndHidden() {
        world.fake.throwsAtOnce("one", () -> new IllegalStateException("secret detail"));

        Failure failure = failureOf(() -> world.answer("double"));

        assertThat(failure.code()).isEqualTo("internal");
        assertThat(failure.message()).doesNotContain("secret detail", "IllegalState");
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("internal");
        assertThat(world.ledger.onlyRow().state()).isEqualTo(LedgerEntry.State.SETTLED);
    }

    @Test
    void defectInTheMiddleOfAnAnswerIsInternal() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello")),
                Step.raise(() -> new NullPointerException("secret detail")));

        Answer answer = world.answer("single");

        assertThat(failureOf(() -> World.readAll(answer)).code()).isEqualTo("internal");
    }

    @Test
    void providerThatReturnsNothingHasADefect() {
        world.fake.script("one", () -> null);

        assertThat(failureOf(() -> world.answer("single")).code()).isEqualTo("internal");
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("internal");
    }

    @Test
    void providerMayNotPretendToBeALimitOrTheGateway() {
        world.fake.refuses("one", new Failure.Limit(Failure.LimitKind.BUDGET, "spent", null));

        assertThat(failureOf(() -> world.answer("single")).code()).isEqualTo("internal");
    }

    @Test
    void providerIsNotCalledWhenTheRowCannotBeOpened() {
        world.ledger.down = true;

        assertThat(failureOf(() -> world.answer("double")).code()).isEqualTo("store_unavailable");

        assertThat(world.fake.made.getFirst().calledModels).isEmpty();
        assertThat(world.fake.made).hasSize(1);
    }

    @Test
    void answerIsToldEvenWhenItsRowCannotBeClosed() {
        world.ledger.closingFails = true;
        world.fake.answersBytes("one", Step.give(Piece.of("hello")));

        assertThat(World.readAll(world.answer("single"))).isEqualTo("hello");
    }

    @Test
    void modelWithoutPriceCostsNothingAndNamesNoVersion() {
        world.fake.answersBytes(
                "one", Step.give(Piece.of("hello").stopped().counted(1_000, 1_000)));

        World.readAll(world.answer("single"));

        assertThat(world.ledger.opened().getFirst().priceVersion()).isNull();
        assertThat(world.ledger.onlyRow().cost().nanos()).isZero();
    }

    @Test
    void unknownModelIsNoAttempt() {
        assertThat(failureOf(() -> world.answer("nothing")))
                .isEqualTo(Failure.Caller.unknownModel("nothing"));

        assertThat(world.ledger.opened()).isEmpty();
    }

    @Test
    void callIdsAreTimeOrdered() {
        assertThat(world.engine().newCallId().version()).isEqualTo(7);
        assertThat(world.engine().newCallId()).isNotEqualTo(world.engine().newCallId());
    }
}
