// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The ids of a conversation's tool calls as this format allows them: `^[a-zA-Z0-9_-]+$`, each used
/// once. The same conversation always gets the same ids, so that prompt caches keep their worth.
final class AnthropicIds {

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

    private final Set<String> used = new HashSet<>();

    /// The id to send for the next call, whose id at the caller is given.
    String next(String id) {
        String legal =
                LEGAL.matcher(id).matches()
                        ? id
                        : ILLEGAL.matcher(id).replaceAll("_")
                                + "_"
                                + Integer.toHexString(id.hashCode());
        String unique = legal;
        for (int i = 2; !used.add(unique); i++) {
            unique = legal + "_" + i;
        }
        return unique;
    }
}
