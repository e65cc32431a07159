// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.CallControl;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Inbound;
import dev.penstock.inference.Caller;
import dev.penstock.inference.RawRequest;
import dev.penstock.wire.AnswerIdentity;
import io.helidon.http.Header;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Calls of a model, plain and streamed, in one format.
final class InferenceEndpoint implements Guarded.Endpoint {

    private final Dialect dialect;
    private final Speech speech;
    private final String template;
    private final Engine engine;
    private final BodyReader bodies;
    private final Pulse pulse;
    private final Supplier<DataPlaneSettings> settings;
    private final InstantSource clock;

    InferenceEndpoint(
            Dialect dialect,
            Speech speech,
            String template,
            Engine engine,
            BodyReader bodies,
            Pulse pulse,
            Supplier<DataPlaneSettings> settings,
            InstantSource clock) {
        this.dialect = dialect;
        this.speech = speech;
        this.template = template;
        this.engine = engine;
        this.bodies = bodies;
        this.pulse = pulse;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void serve(UUID id, Caller caller, ServerRequest request, ServerResponse response) {
        try (BodyReader.Body body = bodies.read(request)) {
            RawRequest raw = speech.scan(request, body.bytes(), headers(request));
            CallControl control = new CallControl();
            Inbound inbound =
                    new Inbound(id, caller, template, raw, () -> speech.decode(raw), control);
            AnswerIdentity identity =
                    new AnswerIdentity(
                            id.toString().replace("-", ""), raw.model(), clock.instant());
            Speech answering = speech.about(raw);
            answer(new InferenceCall(dialect, answering, inbound, identity, request, response));
        }
    }

    private void answer(InferenceCall call) {
        DataPlaneSettings now = settings.get();
        WriteClock writes = new WriteClock();
        StreamWriter writer =
                call.inbound().raw().stream()
                        ? new StreamWriter(call.response(), writes, call::beginStream)
                        : null;
        try (CallWatch watch =
                new CallWatch(
                        pulse,
                        call.inbound().control(),
                        CallerContext.of(call.request()),
                        writer,
                        writes,
                        now)) {
            if (writer != null) {
                new StreamedAnswer(call, writer, watch).send(engine);
            } else {
                new PlainAnswer(call, writes, watch, now.maxPlainAnswer()).send(engine);
            }
        }
    }

    private static Map<String, List<String>> headers(ServerRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : request.headers()) {
            String name = header.headerName().lowerCase();
            if (!KeyPlaces.isKeyHeader(name)) {
                headers.put(name, header.allValues());
            }
        }
        return headers;
    }
}
