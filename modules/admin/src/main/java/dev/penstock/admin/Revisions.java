// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.StateException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Amends things so that no update of anybody is lost: what a PATCH does not name is taken from the very
/// revision that it changes.
final class Revisions {

    /// How long a replica may take to hear of a change that another one made.
    static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Revisions() {}

    /// Amends a thing.
    ///
    /// @param expected the revision that the caller wants to change, or null for whichever there is
    /// @param thing finds it as it is now
    /// @param revision tells its revision
    /// @param change changes it, in just that revision
    /// @return the thing as it is afterwards
    /// @throws StateException OUTDATED when it is in another revision than was expected
    static <T> T amended(
            @Nullable Long expected,
            Supplier<T> thing,
            ToLongFunction<T> revision,
            UnaryOperator<T> change) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T now = thing.get();
            long known = revision.applyAsLong(now);
            if (expected == null || expected == known) {
                try {
                    return change.apply(now);
                } catch (StateException e) {
                    boolean again =
                            e.kind() == StateException.Kind.OUTDATED
                                    && expected == null
                                    && !late(end);
                    if (!again) {
                        throw e;
                    }
                }
            } else if (expected < known || late(end)) {
                throw new StateException(
                        StateException.Kind.OUTDATED,
                        "it is in revision "
                                + known
                                + " but "
                                + expected
                                + " was expected; read it again, and change what is there now");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean late(long end) {
        return System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted();
    }
}
