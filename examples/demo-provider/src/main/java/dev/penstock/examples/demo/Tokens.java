// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ToolDefinition;
import org.jspecify.annotations.Nullable;

/// How the demo counts: every word is one token for each four characters it has, begun ones
/// included. `a` is 1, `echo` is 1, `hello` is 2; white space is free.
final class Tokens {

    private static final int CHARACTERS = 4;

    private Tokens() {}

    /// The tokens of a text.
    static long of(String text) {
        long tokens = 0;
        int inWord = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                inWord = 0;
            } else if (inWord++ % CHARACTERS == 0) {
                tokens++;
            }
        }
        return tokens;
    }

    /// The input tokens of a request: all messages and all tools.
    static long of(ChatRequest request) {
        long tokens = request.messages().stream().mapToLong(m -> of(Said.text(m.parts()))).sum();
        for (ToolDefinition tool : request.tools()) {
            tokens += of(tool.name());
            tokens += tool.description() == null ? 0 : of(tool.description());
            tokens += tool.schema() == null ? 0 : of(tool.schema().value());
        }
        return tokens;
    }

    /// The nearest index up to `at` that does not stand inside a character of two code units.
    static int boundary(String text, int at) {
        boolean inside = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
        return inside ? at - 1 : at;
    }

    /// What may still be said under the caller's maximum.
    static final class Allowance {
        private final long maximum;
        private long taken;
        private boolean spent;

        Allowance(@Nullable Long maximum) {
            this.maximum = maximum == null ? Long.MAX_VALUE : maximum;
        }

        /// As much of a piece as is allowed.
        String take(String piece) {
            long wanted = of(piece);
            if (wanted <= maximum - taken) {
                taken += wanted;
                return piece;
            }
            spent = true;
            int characters = (int) (maximum - taken) * CHARACTERS;
            taken = maximum;
            return piece.substring(0, boundary(piece, characters));
        }

        /// Whether something had to be left out.
        boolean spent() {
            return spent;
        }

        long taken() {
            return taken;
        }
    }
}
