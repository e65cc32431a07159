// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.Surface;
import dev.penstock.providers.exchange.Vendor;
import dev.penstock.wire.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Servers that speak chat completions (`docs/reference/wire-formats/openai-chat.md`).
final class ChatCompletions {

    private ChatCompletions() {}

    static Vendor vendor(Dialect dialect, boolean needsCredential) {
        return new Vendor(
                List.of(
                        Surface.at(
                                WireFormat.OPENAI_CHAT,
                                dialect,
                                "/chat/completions",
                                Set.of("openai-beta", "groq-model-version"))),
                "/models",
                needsCredential,
                secret -> Map.of("authorization", "Bearer " + secret.reveal()),
                Map.of(),
                "x-client-request-id",
                "x-request-id",
                Set.of("openai-processing-ms", "openai-version"));
    }
}
