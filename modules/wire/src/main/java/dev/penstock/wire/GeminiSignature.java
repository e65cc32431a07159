// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Thought signatures. Inside the gateway Google's own carry a mark, so that no other provider is
/// sent one; those of other providers travel through callers of Google's format as bytes that begin
/// with another mark, and come back as what they were.
final class GeminiSignature {

    /// What Google documents for history of other models, in place of a signature.
    static final String DUMMY = "skip_thought_signature_validator";

    private static final String OWN = "gemini:";
    private static final String SIGNED = "penstock-signed:";
    private static final String SEALED = "penstock-sealed:";

    private GeminiSignature() {}

    /// Whether a signature is one of Google's.
    static boolean isOwn(@Nullable String signature) {
        return signature != null && signature.startsWith(OWN);
    }

    /// A signature of Google's as it is called inside.
    static String marked(String wire) {
        return OWN + wire;
    }

    /// What Google is sent back: null when the signature is another provider's.
    static @Nullable String own(@Nullable String signature) {
        return signature != null && signature.startsWith(OWN)
                ? signature.substring(OWN.length())
                : null;
    }

    /// What callers of Google's format are shown.
    static String shown(String signature) {
        String own = own(signature);
        return own != null ? own : base64(SIGNED + signature);
    }

    /// What callers of Google's format are shown of thinking that only its provider can read.
    static String sealed(String data) {
        return base64(SEALED + data);
    }

    /// What a caller of Google's format sent back, as a part without text: null for the dummy.
    static dev.penstock.inference.@Nullable ContentPart returned(String wire) {
        if (wire.isBlank() || wire.equals(DUMMY)) {
            return null;
        }
        String text = text(wire);
        if (text.startsWith(SEALED)) {
            return new dev.penstock.inference.ContentPart.RedactedReasoning(
                    text.substring(SEALED.length()));
        }
        String signature = text.startsWith(SIGNED) ? text.substring(SIGNED.length()) : marked(wire);
        return new dev.penstock.inference.ContentPart.Reasoning("", signature);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String wire) {
        try {
            // Some clients write the other alphabet.
            byte[] bytes = Base64.getDecoder().decode(wire.replace('-', '+').replace('_', '/'));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
