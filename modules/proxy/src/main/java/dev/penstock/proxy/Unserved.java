// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Endpoints of the public formats that the gateway does not serve.
enum Unserved {
    IMAGES,
    VIDEOS,
    AUDIO,
    REALTIME,
    MODERATIONS,
    FILES,
    UPLOADS,
    BATCHES,
    FINE_TUNING,
    RERANK,
    ASSISTANTS,
    THREADS,
    VECTOR_STORES,
    CONTAINERS;

    private static final String SERVED =
            "served are /v1/chat/completions, /v1/responses, /v1/completions, /v1/embeddings,"
                    + " /v1/messages, /v1/messages/count_tokens, /v1/models and, in Google's format,"
                    + " /v1beta/models/{model}:generateContent";

    /// What a path asks for, below any of the prefixes.
    static Optional<Unserved> at(String path) {
        String rest = path;
        for (String prefix : new String[] {"/openai", "/anthropic"}) {
            if (rest.startsWith(prefix + "/")) {
                rest = rest.substring(prefix.length());
            }
        }
        String own = rest.startsWith("/v1/") ? rest.substring(3) : rest;
        if (own.startsWith("/messages/batches")) {
            return Optional.of(BATCHES);
        }
        return Arrays.stream(values())
                .filter(one -> own.equals(one.path()) || own.startsWith(one.path() + "/"))
                .findFirst();
    }

    private String path() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    /// A sentence for the caller.
    String message() {
        return "this gateway has no %s endpoint; %s"
                .formatted(name().toLowerCase(Locale.ROOT).replace('_', ' '), SERVED);
    }
}
