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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final World world = new World();
    private final CallControl control = new CallControl();
    private final CountDownLatch reached = new CountDownLatch(1);

    @BeforeEach
    void configure() {
        world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.route("fast", new Target("one", "m1"), new Target("two", "m2"));
    }

    /// Signals that the script has come here, then goes on with another step.
    private <T> Step<T> reached(Step<T> then) {
        return closing -> {
            reached.countDown();
            return then.take(closing);
        };
    }

    private void whenReached(Runnable action) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        if (reached.await(10, TimeUnit.SECONDS)) {
                            action.run();
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private Answer answer() {
        return world.engine().answer(world.inbound("fast", true, control));
    }

    @Test
    void cancelledBeforeItBeganIsNoAttempt() {
        control.cancel(World.GONE);

        assertThat(failureOf(this::answer)).isEqualTo(World.GONE);

        assertThat(world.ledger.opened()).isEmpty();
        world.close();
    }

    @Test
    void cancelledWhileTheRowWasOpenedIsReleased() {
        world.ledger.whenOpened = () -> control.cancel(World.GONE);

        assertThat(failureOf(this::answer)).isEqualTo(World.GONE);

        assertThat(world.ledger.onlyRow().state()).isEqualTo(LedgerEntry.State.RELEASED);
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("caller_gone");
        assertThat(world.fake.made.getFirst().calledModels).isEmpty();
        world.close();
    }

    @Test
    void cancelledWhileTheProviderIsSilentIsSettledAsEstimate() {
        world.fake.script(
                "one",
                () -> {
                    reached.countDown();
                    try {
                        return Step.<Object>hang().take(new Step.Closing());
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        whenReached(() -> control.cancel(World.GONE));

        assertThat(failureOf(this::answer)).isEqualTo(World.GONE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.state()).isEqualTo(LedgerEntry.State.SETTLED);
        assertThat(row.source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(row.outcome()).isEqualTo("caller_gone");
        assertThat(world.fake.made).hasSize(1);
        world.close();
    }

    @Test
    void cancelledInTheMiddleIsSettledByCount() {
        world.fake.answersBytes(
                "one", Step.give(Piece.of("hello wonderful world")), reached(Step.hang()));
        whenReached(() -> control.cancel(World.GONE));
        Answer answer = answer();

        assertThat(failureOf(() -> World.readAll(answer))).isEqualTo(World.GONE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.outcome()).isEqualTo("caller_gone");
        assertThat(row.source()).isEqualTo(UsageSource.COUNTED);
        assertThat(row.usage()).isEqualTo(Usage.tokens(100, 6));
        world.close();
    }

    @Test
    void cancelledWhileNobodyWaitsEndsAtTheNextRead() {
        world.fake.answersBytes(
                "one", Step.give(Piece.of("hello")), Step.give(Piece.of("never told")));
        Answer.Relayed answer = (Answer.Relayed) answer();
        assertThat(World.string(answer.stream().next())).isEqualTo("hello");

        control.cancel(World.GONE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(failureOf(() -> answer.stream().next())).isEqualTo(World.GONE);
        assertThat(answer.stream().next()).isNull();
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("caller_gone");
        world.close();
    }

    @Test
    void secondReasonIsIgnored() {
        control.cancel(World.GONE);
        control.cancel(RunningCalls.STOPPING);

        assertThat(control.reason()).isEqualTo(World.GONE);
    }

    @Test
    void cancelAfterTheWaitInterruptsNobody() throws InterruptedException {
        assertThat(control.<String>waiting(() -> "done")).isEqualTo("done");

        control.cancel(World.GONE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void answerClosedByItsReceiverIsACallerGone() {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")), Step.hang());

        answer().close();

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("caller_gone");
        assertThat(world.fake.relays.getFirst().closings).hasPositiveValue();
        world.close();
    }

    @Test
    void answerClosedAfterItsLastWordAndUsageIsWhole() {
        world.fake.answersBytes(
                "one",
                Step.give(Piece.of("hello")),
                Step.give(Piece.of("").stopped().counted(10, 2)),
                Step.give(Piece.of("[DONE]")));
        Answer.Relayed answer = (Answer.Relayed) answer();
        answer.stream().next();
        answer.stream().next();

        answer.close();

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("ok");
        assertThat(world.ledger.onlyRow().usage()).isEqualTo(Usage.tokens(10, 2));
        world.close();
    }

    @Test
    void answerIsClosedFromAnotherThreadWhileItIsRead() {
        world.translate();
        world.fake.answersEvents("one", World.text("hello"), reached(Step.hangDeaf()));
        Answer.Translated answer = (Answer.Translated) answer();
        answer.events().next();
        whenReached(answer::close);

        assertThat(failureOf(() -> answer.events().next())).isEqualTo(OpenAttempt.GONE);

        assertThat(answer.events().next()).isNull();
        assertThat(world.fake.events.getFirst().closings).hasPositiveValue();
        world.close();
    }

    @Test
    void closingTwiceIsHarmless() {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")));
        Answer answer = answer();

        answer.close();
        answer.close();

        assertThat(world.ledger.closed()).hasSize(1);
        world.close();
    }

    @Test
    void stoppingEndsRunningCalls() {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")), reached(Step.hang()));
        Answer answer = answer();
        whenReached(() -> world.engine().close());

        Failure failure = failureOf(() -> World.readAll(answer));

        assertThat(failure.code()).isEqualTo("stopping");
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("stopping");
        world.close();
    }

    @Test
    void stoppingEndsCallsThatNobodyReads() {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")), Step.hang());
        Answer answer = answer();

        world.engine().close();

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("stopping");
        assertThat(failureOf(() -> World.readAll(answer)).code()).isEqualTo("stopping");
        world.close();
    }

    @Test
    void stoppingEndsCallsThatDoNotListen() throws InterruptedException {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")), reached(Step.hangDeaf()));
        Answer.Relayed answer = (Answer.Relayed) answer();
        answer.stream().next();
        AtomicReference<Failure> seen = new AtomicReference<>();
        Thread reader =
                Thread.ofVirtual().start(() -> seen.set(failureOf(() -> answer.stream().next())));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        world.engine().close();

        assertThat(reader.join(java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(seen.get().code()).isEqualTo("stopping");
        world.close();
    }

    @Test
    void stoppedEngineAnswersNobody() {
        world.engine().close();

        assertThat(List.of(failureOf(this::answer), failureOf(() -> world.answer("fast"))))
                .extracting(Failure::code)
                .containsOnly("stopping");
        world.close();
    }
}
