// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Price;
import dev.penstock.state.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One attempt whose ledger row is open. Whatever ends it first, from whichever thread, closes the
/// upstream call and then the row, once; the provider is given back when no thread is inside it any
/// more.
final class OpenAttempt {

    /// What an attempt that was closed before its end fails with when nobody said why.
    static final Failure GONE =
            new Failure.Caller(
                    Failure.CallerKind.GONE, "the caller left before the answer was complete");

    /// Where an attempt reports.
    ///
    /// @param ledger holds the row
    /// @param running knows that it runs
    /// @param clock the time
    /// @param deadlines ends those that bring no content
    record Surroundings(
            Ledger ledger, RunningCalls running, InstantSource clock, ContentDeadlines deadlines) {}

    private final LedgerEntry.Opened row;
    private final @Nullable Price price;
    private final ProviderLease lease;
    private final CallControl control;
    private final Surroundings surroundings;
    private final Tally tally;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable AutoCloseable upstream;
    private @Nullable Ending ending;
    private volatile boolean called;
    private int inside;

    /// How it ended.
    ///
    /// @param failure null when the answer is complete
    /// @param refused whether the provider itself refused before it began
    private record Ending(@Nullable Failure failure, boolean refused) {}

    private OpenAttempt(
            LedgerEntry.Opened row,
            @Nullable Price price,
            ProviderLease lease,
            CallControl control,
            Surroundings surroundings) {
        this.row = row;
        this.price = price;
        this.lease = lease;
        this.control = control;
        this.surroundings = surroundings;
        this.tally = new Tally(surroundings.clock());
    }

    /// Opens the row. From then on the attempt gives the lease back.
    ///
    /// @param price named by the row, or null
    /// @throws FailureException STORE_UNAVAILABLE; the lease is then still the opener's
    static OpenAttempt open(
            LedgerEntry.Opened row,
            @Nullable Price price,
            ProviderLease lease,
            CallControl control,
            Surroundings surroundings) {
        OpenAttempt attempt = new OpenAttempt(row, price, lease, control, surroundings);
        // No key has a budget yet, so none needs its row where other gateways see it.
        surroundings.ledger().open(row, Ledger.Durability.JOURNALED);
        surroundings.running().begin(attempt);
        return attempt;
    }

    CallControl control() {
        return control;
    }

    Tally tally() {
        return tally;
    }

    /// Calls the provider. A stream that comes back is closed by the end of the attempt.
    ///
    /// @throws FailureException when it brings none; the attempt has then ended
    <T> T begin(CallControl.Wait<T> call, Function<T, ? extends AutoCloseable> stream) {
        try {
            T reply =
                    inside(() -> {
                        called = true;
                        T brought = call.await();
                        attach(stream.apply(brought));
                        return brought;
                    });
            refuseWhenEnded();
            return reply;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /// Waits for more of the answer.
    ///
    /// @return null when the answer is complete
    /// @throws FailureException when it ends in any other way; the attempt has then ended
    <T> @Nullable T next(CallControl.Wait<@Nullable T> wait) {
        try {
            T more = inside(wait);
            if (more != null) {
                refuseWhenEnded();
            }
            return more;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /// Waits for first content, but not for longer than the provider is given.
    ///
    /// @param hold does it
    /// @throws FailureException TIMEOUT when none came in time; the attempt has then ended
    void holdUntilContent(Runnable hold) {
        Duration limit = ProviderTimeouts.firstContent(lease.configuration());
        Failure late =
                new Failure.Provider(
                        Failure.ProviderKind.TIMEOUT,
                        "the provider sent no content within "
                                + limit.toString().substring(2).toLowerCase(Locale.ROOT));
        try (ContentDeadlines.Watch _ = surroundings.deadlines().watch(limit, () -> end(late))) {
            hold.run();
        }
    }

    /// Ends it as complete, unless it was ended otherwise while its last wait ran.
    ///
    /// @throws FailureException when it was
    void complete() {
        // An interrupted provider may end its stream as if it were complete.
        Failure reason = tally.finished() ? null : control.reason();
        if (reason != null || ended()) {
            end(new Ending(reason, false));
            throw new FailureException(endFailure());
        }
        end(new Ending(null, false));
    }

    /// Ends it from outside.
    void end(Failure why) {
        end(new Ending(why, false));
    }

    /// Ends it because its receiver is done with it.
    void close() {
        Failure reason = control.reason();
        end(new Ending(reason == null ? GONE : reason, false));
    }

    /// Ends it by what was thrown, and says what to throw on.
    FailureException failed(Throwable thrown) {
        Failure reason = control.reason();
        if (reason != null || ended()) {
            end(new Ending(reason, false));
            return new FailureException(endFailure());
        }
        FailureException failure = Defects.ofProvider(row.provider(), thrown);
        tally.refused(failure.failure());
        end(new Ending(failure.failure(), refusal(failure.failure())));
        return failure;
    }

    private boolean ended() {
        lock.lock();
        try {
            return ending != null;
        } finally {
            lock.unlock();
        }
    }

    // What further use of an ended attempt fails with.
    private Failure endFailure() {
        lock.lock();
        try {
            Failure failure = ending == null ? null : ending.failure();
            return failure == null ? GONE : failure;
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T inside(CallControl.Wait<T> wait)
            throws InterruptedException {
        lock.lock();
        try {
            refuseWhenEnded();
            inside++;
        } finally {
            lock.unlock();
        }
        try {
            return control.waiting(wait);
        } finally {
            leave();
        }
    }

    private void refuseWhenEnded() {
        if (ended()) {
            throw new FailureException(endFailure());
        }
        Failure reason = control.reason();
        if (reason != null) {
            throw new FailureException(reason);
        }
    }

    private void attach(AutoCloseable stream) {
        lock.lock();
        try {
            upstream = stream;
            if (ending == null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        closeUpstream();
    }

    private void leave() {
        boolean last;
        lock.lock();
        try {
            inside--;
            last = inside == 0 && ending != null;
        } finally {
            lock.unlock();
        }
        if (last) {
            lease.close();
        }
    }

    private void end(Ending how) {
        Ending decided;
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            decided = settledAsWhole(how) ? new Ending(null, false) : how;
            ending = decided;
            // Closing the stream is a use of the provider too.
            inside++;
        } finally {
            lock.unlock();
        }
        // An embedded database does not survive an interrupt, wherever it comes from.
        boolean interrupted = Thread.interrupted();
        try {
            closeUpstream();
            surroundings.ledger().close(closing(decided));
        } catch (RuntimeException e) {
            Defects.swallowed("the ledger at the closing of attempt " + row.attempt(), e);
        } finally {
            leave();
            surroundings.running().end(this);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // A caller who leaves after the last word and its usage has had the whole answer.
    private boolean settledAsWhole(Ending how) {
        return tally.whole()
                && how.failure() instanceof Failure.Caller caller
                && caller.kind() == Failure.CallerKind.GONE;
    }

    private boolean refusal(Failure failure) {
        return tally.empty()
                && switch (failure) {
                    case Failure.Provider provider -> provider.certainlyUnbilled();
                    case Failure.Caller _ -> true;
                    case Failure.Limit _, Failure.Gateway _ -> false;
                };
    }

    private LedgerEntry.Closed closing(Ending how) {
        Failure failure = how.failure();
        String outcome = failure == null ? Settlement.OK : failure.code();
        Instant now = surroundings.clock().instant();
        return how.refused() || !called
                ? Settlement.released(row, outcome, tally, now)
                : Settlement.settled(row, outcome, failure == null, tally, price, now);
    }

    private void closeUpstream() {
        AutoCloseable stream;
        lock.lock();
        try {
            stream = upstream;
        } finally {
            lock.unlock();
        }
        if (stream != null) {
            try {
                stream.close();
            } catch (Throwable e) {
                Defects.swallowed("provider " + row.provider() + " at the closing of a stream", e);
            }
        }
    }
}
