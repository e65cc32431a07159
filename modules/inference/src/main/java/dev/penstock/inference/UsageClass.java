// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// The classes of units that providers count and bill. They are disjoint: a token stands in exactly
/// one of them, so a cost is the plain sum over classes, and the totals that formats show are sums
/// of several ([Usage#totalInput], [Usage#totalOutput]).
public enum UsageClass {
    /// Input tokens that came from no cache.
    INPUT("input_tokens", 1_000_000),
    /// Input tokens read from the provider's prompt cache.
    CACHE_READ("cache_read_tokens", 1_000_000),
    /// Input tokens written to a prompt cache kept for five minutes (or whose life is not told).
    CACHE_WRITE_5M("cache_write_5m_tokens", 1_000_000),
    /// Input tokens written to a prompt cache kept for an hour.
    CACHE_WRITE_1H("cache_write_1h_tokens", 1_000_000),
    /// Input tokens that stand for sound.
    AUDIO_INPUT("audio_input_tokens", 1_000_000),
    /// Output tokens of the answer itself.
    OUTPUT("output_tokens", 1_000_000),
    /// Output tokens of reasoning; billed as [#OUTPUT] unless priced apart.
    REASONING("reasoning_tokens", 1_000_000),
    /// Output tokens that stand for sound.
    AUDIO_OUTPUT("audio_output_tokens", 1_000_000);

    private final String id;
    private final long pricedPer;

    UsageClass(String id, long pricedPer) {
        this.id = id;
        this.pricedPer = pricedPer;
    }

    /// The name used in columns, records and price files.
    public String id() {
        return id;
    }

    /// How many units a price of this class is for.
    public long pricedPer() {
        return pricedPer;
    }
}
