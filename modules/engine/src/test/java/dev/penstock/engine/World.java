// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.Caller;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.Policy;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.RelayChunk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// An engine among fakes.
final class World implements AutoCloseable {

    static final Failure GONE =
            new Failure.Caller(Failure.CallerKind.GONE, "the caller closed the connection");

    final AtomicReference<Instant> now = new AtomicReference<>(Tenants.BEGINNING);
    final InstantSource clock = now::get;
    final Tenants tenants = new Tenants();
    final RecordingLedger ledger = new RecordingLedger();
    final FakeProviderFactory fake = new FakeProviderFactory();
    final List<ProviderFactory> factories = new ArrayList<>(List.of(fake));
    final List<Policy> policies = new ArrayList<>();
    Caller caller = Tenants.caller("*");
    private Engine engine;

    Engine engine() {
        if (engine == null) {
            engine =
                    Engine.of(
                            new EngineParts(
                                    tenants,
                                    ledger,
                                    factories,
                                    _ -> caller,
                                    policies,
                                    _ -> {
                                        throw new AssertionError("nothing calls upstream here");
                                    },
                                    clock,
                                    new Random(7)));
        }
        return engine;
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    Answer answer(String model) {
        return engine().answer(inbound(model, true, new CallControl()));
    }

    Inbound inbound(String model, boolean stream, CallControl control) {
        return inbound(model, stream, control, () -> words(model));
    }

    Inbound inbound(
            String model, boolean stream, CallControl control, Supplier<ChatRequest> decoded) {
        byte[] body = "x".repeat(400).getBytes(StandardCharsets.UTF_8);
        return new Inbound(
                engine().newCallId(),
                caller,
                "/v1/chat/completions",
                new RawRequest(
                        WireFormat.OPENAI_CHAT,
                        body,
                        model,
                        new ByteRange(0, 1),
                        stream,
                        null,
                        false,
                        null,
                        Map.of()),
                decoded,
                control);
    }

    /// A call in another format than chat.
    Inbound inbound(
            String model,
            WireFormat format,
            Supplier<? extends dev.penstock.inference.InferenceRequest> decoded) {
        return new Inbound(
                engine().newCallId(),
                caller,
                "/v1/other",
                new RawRequest(
                        format,
                        "x".repeat(400).getBytes(StandardCharsets.UTF_8),
                        model,
                        new ByteRange(0, 1),
                        false,
                        null,
                        false,
                        null,
                        Map.of()),
                decoded,
                new CallControl());
    }

    static ChatRequest words(String model) {
        return new ChatRequest(
                model,
                List.of(Message.text(Role.USER, "hello")),
                List.of(),
                null,
                null,
                GenerationSettings.unset(),
                true,
                Map.of(),
                WireFormat.OPENAI_CHAT);
    }

    /// Lets the providers know no format, so that every call is translated.
    void translate() {
        fake.formats = java.util.Set.of();
    }

    static Step<ChatEvent> started() {
        return Step.give(new ChatEvent.Started("chatcmpl-1", "m"));
    }

    static Step<ChatEvent> text(String text) {
        return Step.give(new ChatEvent.TextDelta(text));
    }

    static Step<ChatEvent> usage(long input, long output) {
        return Step.give(new ChatEvent.UsageReported(Usage.tokens(input, output)));
    }

    static Step<ChatEvent> finished() {
        return Step.give(new ChatEvent.Finished(StopReason.END, null));
    }

    static String readAll(Answer answer) {
        StringBuilder text = new StringBuilder();
        try (answer) {
            switch (answer) {
                case Answer.Relayed relayed -> {
                    RelayChunk chunk = relayed.stream().next();
                    while (chunk != null) {
                        text.append(string(chunk));
                        chunk = relayed.stream().next();
                    }
                }
                case Answer.Embedded embedded ->
                        embedded.vectors().vectors().forEach(v -> text.append(Arrays.toString(v)));
                case Answer.Counted counted -> text.append(counted.tokens());
                case Answer.Translated translated -> {
                    ChatEvent event = translated.events().next();
                    while (event != null) {
                        if (event instanceof ChatEvent.TextDelta delta) {
                            text.append(delta.text());
                        }
                        event = translated.events().next();
                    }
                }
            }
        }
        return text.toString();
    }

    static String string(RelayChunk chunk) {
        return new String(chunk.bytes(), chunk.offset(), chunk.length(), StandardCharsets.UTF_8);
    }

    static Failure failureOf(ThrowingCallable action) {
        FailureException thrown = catchThrowableOfType(FailureException.class, action);
        assertThat(thrown).as("a failure").isNotNull();
        return thrown.failure();
    }

    @Override
    public void close() {
        engine().close();
        assertThat(fake.wrongs).isEmpty();
        ledger.assertBalanced();
        assertThat(fake.closings()).allMatch(n -> n >= 1, "every stream is closed");
        assertThat(fake.made).allMatch(p -> p.closings.get() == 1, "every provider is closed once");
    }
}
