// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a provider's own sentence fit to be shown to callers: one line of bounded length without
/// control characters and without what looks like a key or an account.
final class ProviderWords {

    private static final int LONGEST = 500;

    // Cut before the patterns run, so that a hostile message costs no more than a kind one.
    private static final int READ = 4 * LONGEST;

    private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private static final Pattern ACCOUNT =
            Pattern.compile(
                    "\\b(?:sk|pk|gsk|rk|org|proj|acct|key|req)[-_][A-Za-z0-9_*-]{6,}"
                            + "|\\bBearer\\s+\\S+");

    private ProviderWords() {}

    /// The sentence to show.
    ///
    /// @param words the provider's, or null
    /// @param otherwise what to say when the provider said nothing, or nothing that can be shown
    static String of(@Nullable String words, String otherwise) {
        if (words == null) {
            return otherwise;
        }
        String text = words.length() > READ ? words.substring(0, READ) : words;
        text = SPACE.matcher(text).replaceAll(" ").strip();
        if (text.isEmpty() || text.startsWith("<")) {
            return otherwise;
        }
        text = ACCOUNT.matcher(text).replaceAll("***");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
