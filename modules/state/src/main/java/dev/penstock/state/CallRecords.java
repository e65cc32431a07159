// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the ledger. What was closed before a read began is seen by it, unless the database lags by
/// more than a second.
public interface CallRecords {

    /// The attempts of a call, oldest first; empty for an unknown or foreign call.
    List<LedgerEntry> call(UUID organisation, UUID call);

    /// The newest attempts of an organisation, newest first.
    ///
    /// @param before only attempts with smaller ids, or null for the newest of all
    /// @param limit at most so many, 1 to 500
    List<LedgerEntry> recent(UUID organisation, @Nullable UUID before, int limit);

    /// What was used from one instant (included) to another (excluded), grouped.
    ///
    /// @param by how to group
    List<UsageTotal> usage(UUID organisation, Instant from, Instant to, Grouping by);

    /// How usage can be grouped.
    enum Grouping {
        /// All in one.
        NONE,
        /// By issued key.
        KEY,
        /// By the public model name that callers wrote.
        MODEL,
        /// By provider uid.
        PROVIDER,
        /// By day, UTC.
        DAY
    }

    /// A sum of attempts.
    ///
    /// @param group what they share: a key's id, a model, a uid, a date; empty for [Grouping#NONE]
    /// @param calls calls of which the first attempt is among them
    /// @param attempts rows, open ones included
    /// @param failures closed rows whose outcome is not `ok`
    /// @param usage units of settled rows
    /// @param cost of settled rows
    /// @param unpriced settled rows without a price, whose cost is unknown and counted as 0
    record UsageTotal(
            String group,
            long calls,
            long attempts,
            long failures,
            Usage usage,
            Money cost,
            long unpriced) {}
}
