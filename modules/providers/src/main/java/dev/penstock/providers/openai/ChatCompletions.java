// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.Vendor;
import dev.penstock.wire.Dialect;
import java.util.Map;
import java.util.Set;

/// Servers that speak chat completions (`docs/reference/wire-formats/openai-chat.md`).
final class ChatCompletions {

    private ChatCompletions() {}

    static Vendor vendor(Dialect dialect, boolean needsCredential) {
        return new Vendor(
                WireFormat.OPENAI_CHAT,
                dialect,
                "/chat/completions",
                "/models",
                needsCredential,
                secret -> Map.of("authorization", "Bearer " + secret.reveal()),
                Map.of(),
                Set.of("openai-beta", "groq-model-version"),
                "x-client-request-id",
                "x-request-id",
                Set.of("openai-processing-ms", "openai-version"));
    }
}
