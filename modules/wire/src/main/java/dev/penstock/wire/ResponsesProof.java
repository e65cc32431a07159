// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ContentPart;
import org.jspecify.annotations.Nullable;

/// OpenAI's encrypted reasoning as the signature that callers of other formats carry for it.
///
/// @param id of the reasoning item
/// @param encrypted opaque
record ResponsesProof(String id, String encrypted) {

    private static final String MARK = "penstock-openai:";

    /// The signature to show.
    String signature() {
        return MARK + id + ":" + encrypted;
    }

    /// Whether a signature stands for OpenAI's reasoning.
    static boolean marks(@Nullable String signature) {
        return signature != null && signature.startsWith(MARK);
    }

    /// The proof that a part carries, or null.
    static @Nullable ResponsesProof of(ContentPart.Reasoning reasoning) {
        String signature = reasoning.signature();
        if (signature == null || !marks(signature)) {
            return null;
        }
        int colon = signature.indexOf(':', MARK.length());
        return colon < 0
                ? null
                : new ResponsesProof(
                        signature.substring(MARK.length(), colon), signature.substring(colon + 1));
    }
}
