// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.UpstreamResponse;
import java.util.List;
import java.util.Locale;

/// How a successful answer comes.
enum AnswerType {
    /// As server-sent events.
    STREAM("text/event-stream"),
    /// As one JSON document.
    PLAIN("application/json");

    private final String mediaType;

    AnswerType(String mediaType) {
        this.mediaType = mediaType;
    }

    static AnswerType asked(boolean stream) {
        return stream ? STREAM : PLAIN;
    }

    String mediaType() {
        return mediaType;
    }

    /// The type of an answer by its header; what was asked for when it has none.
    ///
    /// @throws FailureException MALFORMED when it is neither, such as the page of a proxy
    static AnswerType of(UpstreamResponse response, AnswerType asked) {
        String type =
                contentType(response, asked).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals(STREAM.mediaType)) {
            return STREAM;
        }
        if (type.equals(PLAIN.mediaType) || type.endsWith("+json")) {
            return PLAIN;
        }
        throw new FailureException(
                new Failure.Provider(
                        Failure.ProviderKind.MALFORMED,
                        "the provider's answer is neither JSON nor an event stream",
                        response.status(),
                        null));
    }

    /// The header itself.
    static String contentType(UpstreamResponse response, AnswerType asked) {
        List<String> values = response.headers().getOrDefault("content-type", List.of());
        return values.isEmpty() ? asked.mediaType : values.getFirst();
    }
}
