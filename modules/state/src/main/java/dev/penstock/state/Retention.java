// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long what happened is kept. Sums per day are kept for ever.
///
/// @param ledger age from which closed rows of the ledger are removed, or null for never
/// @param hours age from which sums per hour are removed, or null for never
/// @param audit age from which the record of changes is removed, or null for never
public record Retention(
        @Nullable Duration ledger, @Nullable Duration hours, @Nullable Duration audit) {

    private static final Duration SHORTEST = Duration.ofDays(2);

    /// Removes nothing.
    public static final Retention FOREVER = new Retention(null, null, null);

    /// Checks that nothing is removed that is still being summed up.
    public Retention {
        check("ledger", ledger);
        check("hours", hours);
        check("audit", audit);
    }

    private static void check(String name, @Nullable Duration age) {
        if (age != null && age.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "retention of "
                            + name
                            + " is "
                            + age.toHours()
                            + " hours but must be at least 48; leave it out to keep everything");
        }
    }
}
