// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import org.jspecify.annotations.Nullable;

/// Signatures of thinking. Clients of the Messages format demand one on every thinking block, so
/// thinking of a provider that signs nothing leaves with a mark, which is known again when the
/// client sends the block back.
final class AnthropicSignature {

    private static final String UNSIGNED = "penstock-unsigned";

    private AnthropicSignature() {}

    /// What a caller is shown.
    static String shown(@Nullable String signature) {
        return signature == null || signature.isEmpty() ? UNSIGNED : signature;
    }

    /// Whether a caller sent back what another provider had thought.
    static boolean foreign(@Nullable String signature) {
        return UNSIGNED.equals(signature)
                || GeminiSignature.isOwn(signature)
                || ResponsesProof.marks(signature);
    }

    /// What a caller sent back: null when no provider signed it.
    static @Nullable String returned(@Nullable String signature) {
        return signature == null || signature.isEmpty() || signature.equals(UNSIGNED)
                ? null
                : signature;
    }
}
