// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;

/// The models that a key may use: exact names, prefixes that end in `*`, or `*` for all. An empty
/// list allows nothing.
///
/// @param patterns in any order; a `*` stands only at the end
public record ModelPatterns(List<String> patterns) {

    public ModelPatterns {
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            Checks.notBlank(pattern, "model pattern");
            int star = pattern.indexOf('*');
            if (star >= 0 && star != pattern.length() - 1) {
                throw new IllegalArgumentException(
                        "model pattern is '"
                                + pattern
                                + "' but a * may only stand at its end; "
                                + "write a prefix and one *");
            }
        }
    }

    /// Every model.
    public static ModelPatterns all() {
        return new ModelPatterns(List.of("*"));
    }

    /// Whether a model may be used.
    ///
    /// @param model the name as the caller writes it
    public boolean allow(String model) {
        for (String pattern : patterns) {
            boolean prefix = pattern.endsWith("*");
            if (prefix
                    ? model.startsWith(pattern.substring(0, pattern.length() - 1))
                    : model.equals(pattern)) {
                return true;
            }
        }
        return false;
    }
}
