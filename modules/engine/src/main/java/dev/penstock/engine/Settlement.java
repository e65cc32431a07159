// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Closes ledger rows: decides what an attempt took, where that figure comes from, and what it costs.
final class Settlement {

    /// The outcome of an attempt that brought a whole answer.
    static final String OK = "ok";

    /// More units of one class than any answer can take; a provider that reports more is not believed.
    static final long ABSURD = 1_000_000_000L;

    private static final System.Logger LOG = System.getLogger(Settlement.class.getName());

    // A token of English or code is about four characters; the other languages have more tokens,
    // but
    // then each delta is one at least.
    private static final long CHARACTERS_PER_TOKEN = 4;

    private Settlement() {}

    /// The row of an attempt that was certainly not billed.
    static LedgerEntry.Closed released(
            LedgerEntry.Opened row, String outcome, Tally tally, Instant at) {
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.RELEASED,
                outcome,
                at,
                null,
                Usage.none(),
                UsageSource.ESTIMATED,
                Money.ZERO,
                null,
                tally.upstreamId(),
                tally.status());
    }

    /// The row of an attempt that is or may be billed.
    ///
    /// @param complete whether the answer came to its end
    /// @param price named by the opening, or null
    static LedgerEntry.Closed settled(
            LedgerEntry.Opened row,
            String outcome,
            boolean complete,
            Tally tally,
            @Nullable Price price,
            Instant at) {
        Figures figures = figures(row, complete, tally);
        return new LedgerEntry.Closed(
                row.attempt(),
                LedgerEntry.State.SETTLED,
                outcome,
                at,
                tally.firstContent(),
                figures.usage(),
                figures.source(),
                cost(row, price, figures.usage()),
                null,
                tally.upstreamId(),
                tally.status());
    }

    private record Figures(Usage usage, UsageSource source) {}

    private static Figures figures(LedgerEntry.Opened row, boolean complete, Tally tally) {
        Usage reported = believable(row, tally.usage());
        if (reported != null && (complete || tally.finished())) {
            return new Figures(reported, UsageSource.PROVIDER);
        }
        if (reported == null && !complete && tally.empty()) {
            return new Figures(Usage.tokens(row.estimatedInput(), 0), UsageSource.ESTIMATED);
        }
        return new Figures(counted(row, reported, tally), UsageSource.COUNTED);
    }

    private static Usage counted(LedgerEntry.Opened row, @Nullable Usage partial, Tally tally) {
        long output =
                Math.max(
                        tally.deltas(),
                        (tally.characters() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
        if (partial == null) {
            return Usage.tokens(row.estimatedInput(), output);
        }
        Usage base =
                partial.totalInput() > 0
                        ? partial
                        : partial.with(UsageClass.INPUT, row.estimatedInput());
        long elsewhere = partial.totalOutput() - partial.of(UsageClass.OUTPUT);
        return base.with(
                UsageClass.OUTPUT, Math.max(partial.of(UsageClass.OUTPUT), output - elsewhere));
    }

    private static @Nullable Usage believable(LedgerEntry.Opened row, @Nullable Usage reported) {
        if (reported == null) {
            return null;
        }
        for (Map.Entry<UsageClass, Long> count : reported.counts().entrySet()) {
            if (count.getValue() > ABSURD) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Provider {0} reported {1} {2} for attempt {3}, which is not believed",
                        row.provider(),
                        count.getValue(),
                        count.getKey().id(),
                        row.attempt());
                return null;
            }
        }
        return reported;
    }

    private static Money cost(LedgerEntry.Opened row, @Nullable Price price, Usage usage) {
        if (price == null) {
            return Money.ZERO;
        }
        try {
            return price.cost(usage);
        } catch (ArithmeticException e) {
            // The row must be closed whatever a price file says; its usage stays for a correction.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Price {0} makes a cost beyond all bounds for attempt {1}; recorded as 0",
                    price.version(),
                    row.attempt());
            return Money.ZERO;
        }
    }
}
