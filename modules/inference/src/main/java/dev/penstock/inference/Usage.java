// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// How many units of each class an answer took. Immutable.
public final class Usage {

    // What an enum hands out is a new array each time.
    private static final UsageClass[] ALL = UsageClass.values();

    private static final Usage NONE = new Usage(new long[ALL.length]);

    private final long[] counts;

    private Usage(long[] counts) {
        this.counts = counts;
    }

    /// Nothing used.
    public static Usage none() {
        return NONE;
    }

    /// The counts of a map; classes that it does not name are 0.
    ///
    /// @throws IllegalArgumentException when a count is negative
    @SuppressWarnings("EnumOrdinal") // As in `with`.
    public static Usage of(Map<UsageClass, Long> counts) {
        long[] all = new long[ALL.length];
        for (Map.Entry<UsageClass, Long> entry : counts.entrySet()) {
            Checks.notNegative(entry.getValue(), entry.getKey().id());
            all[entry.getKey().ordinal()] = entry.getValue();
        }
        return new Usage(all);
    }

    /// Plain input and output tokens.
    public static Usage tokens(long input, long output) {
        return NONE.with(UsageClass.INPUT, input).with(UsageClass.OUTPUT, output);
    }

    /// The same usage with another count of one class.
    ///
    /// @param count units, not negative
    @SuppressWarnings("EnumOrdinal") // An array lookup on the data path; never stored.
    public Usage with(UsageClass unit, long count) {
        Checks.notNegative(count, unit.id());
        long[] copy = counts.clone();
        copy[unit.ordinal()] = count;
        return new Usage(copy);
    }

    /// The units of one class.
    @SuppressWarnings("EnumOrdinal") // As in `with`.
    public long of(UsageClass unit) {
        return counts[unit.ordinal()];
    }

    /// All input tokens: fresh, read from and written to caches, sound.
    public long totalInput() {
        return of(UsageClass.INPUT)
                + of(UsageClass.CACHE_READ)
                + of(UsageClass.CACHE_WRITE_5M)
                + of(UsageClass.CACHE_WRITE_1H)
                + of(UsageClass.AUDIO_INPUT);
    }

    /// All output tokens: the answer, reasoning, sound.
    public long totalOutput() {
        return of(UsageClass.OUTPUT) + of(UsageClass.REASONING) + of(UsageClass.AUDIO_OUTPUT);
    }

    /// The classes that are not 0, with their counts.
    public Map<UsageClass, Long> counts() {
        Map<UsageClass, Long> map = new EnumMap<>(UsageClass.class);
        for (UsageClass unit : ALL) {
            if (of(unit) != 0) {
                map.put(unit, of(unit));
            }
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Usage" + counts();
    }
}
