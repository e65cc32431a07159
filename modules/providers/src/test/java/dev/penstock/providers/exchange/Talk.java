// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.Secret;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamAttempt;
import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamClientSettings;
import dev.penstock.transport.Http1UpstreamClientFactory;
import dev.penstock.wire.CallerCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/// What the tests of this module ask providers, over real sockets, and how they read answers.
public final class Talk {

    public static final Duration SOON = Duration.ofSeconds(10);

    public static final UpstreamAttempt ATTEMPT =
            new UpstreamAttempt(new UUID(0, 1), new UUID(0, 2));

    private Talk() {}

    /// A client that may call this host.
    public static UpstreamClient client() {
        return new Http1UpstreamClientFactory()
                .create(new UpstreamClientSettings(true), InstantSource.system());
    }

    public static ProviderSettings settings(String url, String key, Timeouts timeouts) {
        return new ProviderSettings(
                "p", URI.create(url), key == null ? null : Secret.of(key), Map.of(), timeouts);
    }

    public static Provider provider(ProviderFactory factory, String url, String key) {
        return provider(factory, url, key, new Timeouts(SOON, SOON, SOON, SOON));
    }

    public static Provider provider(
            ProviderFactory factory, String url, String key, Timeouts timeouts) {
        return factory.create(
                settings(url, key, timeouts),
                new ProviderContext(client(), InstantSource.system()));
    }

    public static ChatRequest question(String model, boolean stream) {
        return new ChatRequest(
                model,
                List.of(Message.text(Role.USER, "What now?")),
                List.of(),
                null,
                null,
                GenerationSettings.unset(),
                stream,
                Map.of(),
                WireFormat.OPENAI_CHAT);
    }

    /// A body as a caller sent it.
    public static RawRequest raw(
            WireFormat format, String body, Map<String, List<String>> headers) {
        return CallerCodec.of(format).scan(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static RawRequest raw(WireFormat format, String body) {
        return raw(format, body, Map.of());
    }

    /// All events; the stream is closed.
    public static List<ChatEvent> all(EventStream events) {
        List<ChatEvent> all = new ArrayList<>();
        try (events) {
            for (ChatEvent event = events.next(); event != null; event = events.next()) {
                all.add(event);
            }
            assertThat(events.next()).isNull();
        }
        return all;
    }

    /// All bytes as text; the stream is closed.
    public static String text(RelayStream stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (stream) {
            for (RelayChunk chunk = stream.next(); chunk != null; chunk = stream.next()) {
                all.write(chunk.bytes(), chunk.offset(), chunk.length());
            }
            assertThat(stream.next()).isNull();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    public static String text(RelayChunk chunk) {
        return new String(chunk.bytes(), chunk.offset(), chunk.length(), StandardCharsets.UTF_8);
    }

    /// The failure that a call ends in; whatever it says, it does not say where or by which key.
    public static Failure.Provider failure(Callable<?> call) {
        FailureException failed = catchThrowableOfType(FailureException.class, call::call);
        assertThat(failed).as("the call fails").isNotNull();
        assertThat(failed.failure()).isInstanceOf(Failure.Provider.class);
        assertThat(failed.toString()).doesNotContain("127.0.0.1", "sk-", "<html");
        return (Failure.Provider) failed.failure();
    }
}
