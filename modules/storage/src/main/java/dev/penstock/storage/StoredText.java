// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;

/// Bounds the texts of a ledger row, some of which callers and providers choose: a row that a database
/// refuses would stop all rows behind it.
final class StoredText {

    static final int LIMIT = 512;

    private StoredText() {}

    static LedgerEntry.Opened bounded(LedgerEntry.Opened row) {
        String route = row.route();
        String price = row.priceVersion();
        return new LedgerEntry.Opened(
                row.attempt(),
                row.call(),
                row.organisation(),
                row.team(),
                row.project(),
                row.key(),
                bounded(row.provider()),
                bounded(row.providerType()),
                route == null ? null : bounded(route),
                bounded(row.publicModel()),
                bounded(row.upstreamModel()),
                bounded(row.endpoint()),
                row.stream(),
                row.at(),
                row.estimatedInput(),
                price == null ? null : bounded(price),
                row.credential());
    }

    static LedgerEntry.Closed bounded(LedgerEntry.Closed row) {
        String upstreamId = row.upstreamId();
        return new LedgerEntry.Closed(
                row.attempt(),
                row.state(),
                bounded(row.outcome()),
                row.at(),
                row.firstContent(),
                row.usage(),
                row.source(),
                row.cost(),
                row.upstreamCost(),
                upstreamId == null ? null : bounded(upstreamId),
                row.status());
    }

    /// The same text, cut at the limit, with what no database takes replaced.
    static String bounded(String text) {
        if (text.length() <= LIMIT && clean(text)) {
            return text;
        }
        int end = Math.min(text.length(), LIMIT);
        StringBuilder kept = new StringBuilder(end);
        text.substring(0, end)
                .codePoints()
                .map(c -> c == 0 || isLoneSurrogate(c) ? 0xFFFD : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
