// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody meant to write.
final class Spelling {

    private Spelling() {}

    /// The known word nearest to a text, when it is near at all: at most a third of it differs.
    static Optional<String> nearest(String text, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(text, word)))
                .filter(word -> distance(text, word) <= Math.max(2, text.length() / 3));
    }

    /// How many characters must be added, removed or exchanged to make one text the other.
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
