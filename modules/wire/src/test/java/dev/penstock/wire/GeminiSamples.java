// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the tests of Google's format share: golden bodies, streams, events.
final class GeminiSamples {

    static final CallerCodec CALLER = CallerCodec.of(WireFormat.GEMINI);
    static final ProviderCodec PROVIDER = ProviderCodec.of(WireFormat.GEMINI);
    static final AnswerIdentity IDENTITY =
            new AnswerIdentity("0198", "public/name", Instant.parse("2026-11-20T08:00:00Z"));

    private GeminiSamples() {}

    /// A body out of the golden pairs.
    static byte[] golden(String name) {
        try (InputStream in =
                GeminiSamples.class.getResourceAsStream("/golden-gemini/" + name + ".json")) {
            if (in == null) {
                throw new AssertionError("no golden body " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawRequest scan(String body, String model) {
        return CALLER.scan(
                body.replace('\'', '"').getBytes(UTF_8), Map.of(), new Addressed(model, false));
    }

    static ChatRequest decode(String body) {
        return CALLER.decode(scan(body, "any-model"));
    }

    /// A stream as the provider sends it, of responses written with single quotes.
    static String stream(String... pieces) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            text.append("data: ").append(piece.replace('\'', '"')).append("\r\n\r\n");
        }
        return text.toString();
    }

    /// A response with parts.
    static String parts(String parts) {
        return "{'candidates':[{'content':{'parts':["
                + parts
                + "],'role':'model'},'index':0}],"
                + "'modelVersion':'gemini-3.5-flash','responseId':'r1'}";
    }

    /// The last response.
    static String last(String reason, String usage) {
        return "{'candidates':[{'content':{'parts':[{'text':''}],'role':'model'},'finishReason':'"
                + reason
                + "','index':0}],'usageMetadata':"
                + usage
                + ",'modelVersion':'gemini-3.5-flash','responseId':'r1'}";
    }

    /// The same events, however the stream is split.
    static List<ChatEvent> events(String stream) {
        return Splits.events(() -> PROVIDER.reader(true), stream);
    }

    static Failure failure(ThrowingCallable call) {
        return catchThrowableOfType(FailureException.class, call).failure();
    }

    static Failure.Caller refused(ThrowingCallable call) {
        return (Failure.Caller) failure(call);
    }
}
