// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.WireFormat;
import dev.penstock.wire.CallerCodec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;

/// What a caller speaks: the format of answers and errors.
enum Dialect {
    OPENAI,
    ANTHROPIC,
    GEMINI,
    RESPONSES;

    private static final CallerCodec OPENAI_CODEC = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private static final CallerCodec ANTHROPIC_CODEC =
            CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES);
    private static final CallerCodec GEMINI_CODEC = CallerCodec.of(WireFormat.GEMINI);
    private static final CallerCodec RESPONSES_CODEC = CallerCodec.of(WireFormat.OPENAI_RESPONSES);
    private static final HeaderName ANTHROPIC_VERSION = HeaderNames.create("anthropic-version");
    private static final HeaderName GOOGLE_KEY = HeaderNames.create("x-goog-api-key");

    CallerCodec codec() {
        return switch (this) {
            case OPENAI -> OPENAI_CODEC;
            case ANTHROPIC -> ANTHROPIC_CODEC;
            case GEMINI -> GEMINI_CODEC;
            case RESPONSES -> RESPONSES_CODEC;
        };
    }

    /// The dialect of a request of which little more than its path is known.
    static Dialect of(String path) {
        if (path.startsWith("/openai/")) {
            return OPENAI;
        }
        if (path.startsWith("/anthropic/") || path.startsWith("/v1/messages")) {
            return ANTHROPIC;
        }
        boolean gemini =
                path.startsWith("/genai/")
                        || path.startsWith("/v1beta/")
                        || (path.startsWith("/v1/models/") && GeminiPath.isCall(path));
        return gemini ? GEMINI : OPENAI;
    }

    /// The dialect of a request that matched no endpoint, by where it went.
    static Dialect of(String path, Headers headers) {
        Dialect byPath = of(path);
        if (byPath != OPENAI || !path.startsWith("/v1/models")) {
            return byPath;
        }
        if (headers.contains(ANTHROPIC_VERSION)) {
            return ANTHROPIC;
        }
        return headers.contains(GOOGLE_KEY) ? GEMINI : OPENAI;
    }

    /// The dialect of a request for the list of models, which all have at one path.
    static Dialect ofList(ServerRequest request) {
        Dialect known = of(request.path().absolute().path(), request.headers());
        return known == OPENAI && request.query().contains("pageSize") ? GEMINI : known;
    }
}
