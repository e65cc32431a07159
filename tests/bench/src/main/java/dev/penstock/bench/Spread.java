// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.List;
import java.util.Locale;

/// A figure over the repeats of a measurement.
///
/// @param median the middle one, or the mean of the middle two
/// @param min the smallest
/// @param max the largest
record Spread(double median, double min, double max) {

    /// Of at least one value.
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values; measure at least once");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /// Of one value.
    static Spread single(double value) {
        return new Spread(value, value, value);
    }

    /// As it stands in a table: the median, and behind it the range where there is one.
    String text() {
        return min == max ? number(median) : number(median) + " (" + range() + ")";
    }

    private String range() {
        return number(min) + ".." + number(max);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format =
                size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
