// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands for the admin API of a gateway: answers everything with one answer and keeps what it was
/// asked.
final class AdminServer implements AutoCloseable {

    /// What it was asked.
    record Asked(String line, String authorization, String body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final WebServer server;

    AdminServer(int status, String body) {
        server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .featuresDiscoverServices(false)
                        .shutdownHook(false)
                        .routing(routing ->
                                routing.any((request, response) -> {
                                    asked.add(
                                            new Asked(
                                                    request.prologue().method().text()
                                                            + " "
                                                            + request.path().rawPath(),
                                                    request.headers()
                                                            .first(HeaderNames.AUTHORIZATION)
                                                            .orElse(""),
                                                    request.content().hasEntity()
                                                            ? request.content().as(String.class)
                                                            : ""));
                                    response.status(Status.create(status));
                                    response.send(body.getBytes(StandardCharsets.UTF_8));
                                }))
                        .build()
                        .start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop();
    }
}
