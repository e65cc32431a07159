// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import org.jspecify.annotations.Nullable;

/// The member `encrypted_content` of reasoning that another provider than OpenAI has signed or hidden.
/// Clients of the Responses format send reasoning back as they got it, so the proof travels there, under
/// a mark: what bears the mark is never shown to OpenAI, and what bears none never to others.
final class ResponsesSeal {

    private static final String MARK = "penstock.";
    private static final String UNSIGNED = MARK + "u";
    private static final String SIGNED = MARK + "s.";
    private static final String HIDDEN = MARK + "r.";

    private ResponsesSeal() {}

    /// For visible thinking.
    ///
    /// @param signature the provider's, or null
    static String signed(@Nullable String signature) {
        return signature == null || signature.isEmpty() ? UNSIGNED : SIGNED + signature;
    }

    /// For thinking that only its provider can read.
    static String hidden(String data) {
        return HIDDEN + data;
    }

    /// Whether a provider of another format made the reasoning.
    static boolean marks(@Nullable String encrypted) {
        return encrypted != null && encrypted.startsWith(MARK);
    }

    /// What a caller sent back.
    ///
    /// @param text the visible thinking
    /// @return null when there is nothing that another provider than OpenAI could read
    static @Nullable ContentPart opened(String text, @Nullable String encrypted) {
        if (encrypted != null && encrypted.startsWith(HIDDEN)) {
            return new ContentPart.RedactedReasoning(encrypted.substring(HIDDEN.length()));
        }
        String signature =
                encrypted != null && encrypted.startsWith(SIGNED)
                        ? encrypted.substring(SIGNED.length())
                        : null;
        return signature == null && text.isEmpty()
                ? null
                : new ContentPart.Reasoning(text, signature);
    }
}
