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

    /// The most rows of a page.
    int MOST = 500;

    /// The attempts of a call, oldest first; empty for an unknown or foreign call.
    List<LedgerEntry> call(UUID organisation, UUID call);

    /// Attempts of an organisation, newest first.
    ///
    /// @param filter which
    /// @param after the attempt that was the last of the page before, or null for the first page
    /// @param limit at most so many, 1 to [#MOST]
    List<LedgerEntry> page(UUID organisation, CallFilter filter, @Nullable UUID after, int limit);

    /// The newest attempts of an organisation, newest first.
    ///
    /// @param before only attempts with smaller ids, or null for the newest of all
    /// @param limit at most so many, 1 to [#MOST]
    default List<LedgerEntry> recent(UUID organisation, @Nullable UUID before, int limit) {
        return page(organisation, CallFilter.all(), before, limit);
    }

    /// Where the ledger of an organisation is now, to follow it from here with [#since].
    LedgerMark mark(UUID organisation);

    /// Attempts of an organisation that were opened or closed after a mark, at whichever replica, in the
    /// order of these changes. One that was opened and closed since comes once, closed. A look costs what
    /// it brings, however long the ledger is; it does not wait for rows that are still on their way to the
    /// database, which the next look brings.
    ///
    /// @param mark of the look before
    /// @param limit at most so many, 1 to [#MOST]; the rest comes with the next look
    Changed since(UUID organisation, LedgerMark mark, int limit);

    /// What was used from one instant (included) to another (excluded), grouped.
    ///
    /// @param by how to group
    List<UsageTotal> usage(UUID organisation, Instant from, Instant to, Grouping by);

    /// Which attempts; null members leave out nothing.
    ///
    /// @param key that called
    /// @param model the public model name as callers wrote it
    /// @param provider uid at the time of the call
    /// @param outcome `ok`, a [dev.penstock.inference.Failure#code], or `open`
    /// @param state where they stand
    /// @param from the first instant of opening
    /// @param to the first instant no more
    record CallFilter(
            @Nullable UUID key,
            @Nullable String model,
            @Nullable String provider,
            @Nullable String outcome,
            LedgerEntry.@Nullable State state,
            @Nullable Instant from,
            @Nullable Instant to) {

        /// In whatever state.
        public CallFilter(
                @Nullable UUID key,
                @Nullable String model,
                @Nullable String provider,
                @Nullable String outcome,
                @Nullable Instant from,
                @Nullable Instant to) {
            this(key, model, provider, outcome, null, from, to);
        }

        /// The outcome to ask for what has not ended.
        public static final String OPEN = "open";

        /// Leaves out nothing.
        public static CallFilter all() {
            return new CallFilter(null, null, null, null, null, null, null);
        }

        /// Whether an attempt is one of them.
        public boolean fits(LedgerEntry entry) {
            LedgerEntry.Opened opened = entry.opened();
            LedgerEntry.Closed closed = entry.closed();
            return (key == null || key.equals(opened.key()))
                    && (model == null || model.equals(opened.publicModel()))
                    && (provider == null || provider.equals(opened.provider()))
                    && (outcome == null || outcome.equals(closed == null ? OPEN : closed.outcome()))
                    && (state == null || state == entry.state())
                    && (from == null || !opened.at().isBefore(from))
                    && (to == null || opened.at().isBefore(to));
        }
    }

    /// A place in the order of changes to the ledger. Only the store knows what its numbers mean; whoever
    /// writes it down writes both.
    ///
    /// @param change number of a change
    /// @param attempt the last attempt of that change
    record LedgerMark(long change, UUID attempt) {}

    /// What changed.
    ///
    /// @param entries in the order of their changes
    /// @param mark to go on from
    record Changed(List<LedgerEntry> entries, LedgerMark mark) {
        public Changed {
            entries = List.copyOf(entries);
        }
    }

    /// How usage can be grouped.
    enum Grouping {
        /// All in one.
        NONE,
        /// By issued key.
        KEY,
        /// By team.
        TEAM,
        /// By project.
        PROJECT,
        /// By the public model name that callers wrote.
        MODEL,
        /// By provider uid.
        PROVIDER,
        /// By the credential used at the provider; empty for calls without one and for those recorded
        /// before credentials were.
        CREDENTIAL,
        /// By how attempts ended: `ok`, `failed`, `released` or `open`.
        OUTCOME,
        /// By hour, UTC, such as `2026-11-20T09`. Hours that are no longer kept are missing.
        HOUR,
        /// By day, UTC.
        DAY
    }

    /// A sum of attempts.
    ///
    /// @param group what they share: an id, a model, a uid, a date; empty for [Grouping#NONE]
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
