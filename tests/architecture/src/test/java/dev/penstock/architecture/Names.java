// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Names that say nothing: a role and a noun would.
final class Names {

    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");

    private static final Set<String> EMPTY =
            Set.of(
                    "Impl", "Manager", "Util", "Utils", "Helper", "Helpers", "Common", "Base",
                    "Misc");

    private static final Set<String> EMPTY_PACKAGES =
            Set.of(
                    "impl",
                    "manager",
                    "managers",
                    "util",
                    "utils",
                    "helper",
                    "helpers",
                    "common",
                    "base",
                    "misc");

    private Names() {}

    /// Whether a type's name ends in an empty word or begins with one; `BaseUrl` is a thing, though.
    static boolean emptyType(String simpleName) {
        List<String> words = WORD.matcher(simpleName).results().map(MatchResult::group).toList();
        if (words.isEmpty()) {
            return false;
        }
        boolean thing = simpleName.startsWith("BaseUrl") || simpleName.startsWith("BaseUri");
        return EMPTY.contains(words.getLast()) || (EMPTY.contains(words.getFirst()) && !thing);
    }

    static boolean emptyPackage(String name) {
        return List.of(name.toLowerCase(Locale.ROOT).split("\\.", -1)).stream()
                .anyMatch(EMPTY_PACKAGES::contains);
    }
}
