// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.UpstreamAttempt;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Answers with what it was told. A provider that calls somebody sends a request through the
/// `UpstreamClient` of its context instead and decodes what comes back.
final class DemoProvider implements Provider {

    private static final String MODEL = "echo";

    private final DemoSettings settings;
    private final InstantSource clock;

    DemoProvider(DemoSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// Empty: this provider speaks no public format, so every request reaches [#chat] in words.
    @Override
    public Set<WireFormat> formats(String model) {
        return Set.of();
    }

    @Override
    public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
        if (!request.model().equals(MODEL)) {
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.REJECTED,
                            "the model '" + request.model() + "' does not exist; use 'echo'",
                            404,
                            null));
        }
        String id = attempt.attempt().toString().replace("-", "");
        return ChatReply.of(
                new PacedEvents(
                        new Echo(request, id).events(),
                        settings.pause(),
                        clock,
                        clock.instant().plus(settings.total())));
    }

    @Override
    public List<String> models() {
        return List.of(MODEL);
    }

    /// Nothing is held.
    @Override
    public void close() {}
}
