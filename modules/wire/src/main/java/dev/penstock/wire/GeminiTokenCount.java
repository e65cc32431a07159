// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatRequest;

/// `countTokens` of Google's format.
public final class GeminiTokenCount {

    private GeminiTokenCount() {}

    /// Encodes a request for the tokens that a conversation takes.
    ///
    /// @param conversation with the provider's own model name
    /// @throws dev.penstock.inference.FailureException as [ProviderCodec#encode]
    public static byte[] encode(ChatRequest conversation) {
        return GeminiRequestWriter.writeCount(conversation);
    }

    /// Reads a provider's answer.
    ///
    /// @return the tokens
    /// @throws dev.penstock.inference.FailureException MALFORMED when it holds no count
    public static long read(byte[] body) {
        return read(body, body.length);
    }

    static long read(byte[] body, int length) {
        Long total = null;
        try (JsonIn in = JsonIn.provider(body, 0, length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("totalTokens")) {
                    total = Math.max(0, in.integer());
                } else {
                    in.skip();
                }
            }
            in.end();
            if (total == null) {
                throw in.missing("totalTokens");
            }
        }
        return total;
    }

    /// Encodes a count for a caller.
    public static byte[] answer(long tokens) {
        return new JsonOut().object().put("totalTokens", tokens).end().bytes();
    }
}
