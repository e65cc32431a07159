// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// A real server on a free port with the data plane over a scripted engine.
final class Plane implements AutoCloseable {

    static final String CHAT = "/v1/chat/completions";
    static final String MESSAGES = "/v1/messages";
    static final String PLAIN_BODY = "{\"model\":\"small\",\"messages\":[]}";
    static final String STREAM_BODY = "{\"model\":\"small\",\"stream\":true,\"messages\":[]}";

    final FakeEngine engine = new FakeEngine();
    private final DataPlane plane;
    private final WebServer server;

    Plane() {
        this(settings -> settings);
    }

    Plane(UnaryOperator<DataPlaneSettings> change) {
        plane =
                DataPlane.of(
                        change.apply(DataPlaneSettings.defaults()),
                        engine,
                        InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z")));
        HttpRouting.Builder routing = HttpRouting.builder();
        plane.register(routing);
        // As another module of the gateway would have it: no deadlines or limits of its own.
        routing.post(
                "/other", (request, response) -> response.send(request.content().as(String.class)));
        WebServerConfig.Builder config = WebServer.builder().port(0).address(loopback());
        plane.configure(config);
        server = config.featuresDiscoverServices(false).routing(routing).build().start();
    }

    static UnaryOperator<DataPlaneSettings> heartbeat(long millis) {
        return s ->
                new DataPlaneSettings(
                        Duration.ofMillis(millis),
                        s.maxBody(),
                        s.inFlightBytes(),
                        s.admission(),
                        s.bodyDeadline(),
                        s.writeDeadline(),
                        s.maxPlainAnswer());
    }

    static UnaryOperator<DataPlaneSettings> bodies(
            long maxBody, long inFlight, Duration admission, Duration deadline) {
        return s ->
                new DataPlaneSettings(
                        s.heartbeat(),
                        maxBody,
                        inFlight,
                        admission,
                        deadline,
                        s.writeDeadline(),
                        s.maxPlainAnswer());
    }

    static UnaryOperator<DataPlaneSettings> answers(Duration writeDeadline, long maxPlainAnswer) {
        return s ->
                new DataPlaneSettings(
                        s.heartbeat(),
                        s.maxBody(),
                        s.inFlightBytes(),
                        s.admission(),
                        s.bodyDeadline(),
                        writeDeadline,
                        maxPlainAnswer);
    }

    static UnaryOperator<DataPlaneSettings> edge(
            Duration headDeadline, Duration keepAlive, int connections) {
        return s -> {
            EdgeSettings e = s.edge();
            return s.withEdge(
                    new EdgeSettings(
                            headDeadline,
                            keepAlive,
                            connections,
                            e.maxRequestLine(),
                            e.maxHead(),
                            e.maxFields()));
        };
    }

    private static java.net.InetAddress loopback() {
        return java.net.InetAddress.getLoopbackAddress();
    }

    int port() {
        return server.port();
    }

    RawCaller caller() throws IOException {
        return new RawCaller(port());
    }

    /// One call on a connection of its own.
    RawCaller.Reply post(String path, String body, String... headers) throws IOException {
        try (RawCaller caller = caller()) {
            return caller.post(path, body, headers).reply();
        }
    }

    /// One call without a body on a connection of its own.
    RawCaller.Reply call(String method, String path, String... headers) throws IOException {
        try (RawCaller caller = caller()) {
            return caller.send(RawCaller.request(method, path, "", headers)).reply();
        }
    }

    void stop() {
        server.stop();
        plane.close();
    }

    /// Stopping twice is harmless.
    @Override
    public void close() {
        stop();
    }
}
