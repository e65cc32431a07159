// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.inference.WireFormat;
import dev.penstock.providers.exchange.Surface;
import dev.penstock.providers.exchange.Vendor;
import dev.penstock.wire.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Servers that speak chat completions (`docs/reference/wire-formats/openai-chat.md`).
final class ChatCompletions {

    private ChatCompletions() {}

    /// @param completing the models for which legacy completions are passed on
    static Vendor vendor(Dialect dialect, boolean needsCredential, Predicate<String> completing) {
        return new Vendor(
                List.of(
                        Surface.at(
                                WireFormat.OPENAI_CHAT,
                                dialect,
                                "/chat/completions",
                                Set.of("openai-beta", "groq-model-version")),
                        Surface.at(WireFormat.OPENAI_EMBEDDINGS, dialect, "/embeddings", Set.of()),
                        Surface.at(WireFormat.OPENAI_COMPLETIONS, dialect, "/completions", Set.of())
                                .relaying(completing)),
                "/models",
                needsCredential,
                secret -> Map.of("authorization", "Bearer " + secret.reveal()),
                Map.of(),
                "x-client-request-id",
                "x-request-id",
                Set.of("openai-processing-ms", "openai-version"));
    }
}
