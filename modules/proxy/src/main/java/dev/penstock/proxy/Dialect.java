// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.WireFormat;
import dev.penstock.wire.CallerCodec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

/// What a caller speaks: the format of answers and errors.
enum Dialect {
    OPENAI,
    ANTHROPIC,
    RESPONSES;

    private static final CallerCodec OPENAI_CODEC = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private static final CallerCodec ANTHROPIC_CODEC =
            CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES);
    private static final CallerCodec RESPONSES_CODEC = CallerCodec.of(WireFormat.OPENAI_RESPONSES);
    private static final HeaderName ANTHROPIC_VERSION = HeaderNames.create("anthropic-version");

    CallerCodec codec() {
        return switch (this) {
            case OPENAI -> OPENAI_CODEC;
            case ANTHROPIC -> ANTHROPIC_CODEC;
            case RESPONSES -> RESPONSES_CODEC;
        };
    }

    /// The dialect of a request of which little more than its path is known.
    static Dialect of(String path) {
        boolean anthropic = path.startsWith("/anthropic/") || path.startsWith("/v1/messages");
        return anthropic ? ANTHROPIC : OPENAI;
    }

    /// The dialect of a request that matched no endpoint, by where it went.
    static Dialect of(String path, Headers headers) {
        if (path.startsWith("/openai/")) {
            return OPENAI;
        }
        boolean anthropic =
                path.startsWith("/anthropic/")
                        || path.startsWith("/v1/messages")
                        || (path.startsWith("/v1/models") && headers.contains(ANTHROPIC_VERSION));
        return anthropic ? ANTHROPIC : OPENAI;
    }
}
