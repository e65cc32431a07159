// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Engine;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.CallerKind;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.DateTime;
import io.helidon.http.Status;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/// Answers a connection of which no request reached the server, for the last time, and tells the log.
/// Neither repeats anything that was sent.
final class Farewell {

    private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private final Engine engine;
    private final RefusalLog log;

    Farewell(Engine engine, RefusalLog log) {
        this.engine = engine;
        this.log = log;
    }

    /// Answers a request that is refused.
    ///
    /// @param method as far as it is known
    /// @param path as far as it is known
    void refuse(CallerContext connection, Misframed why, String method, String path) {
        log(connection, why);
        int status = why.status().code();
        Failure failure =
                new Failure.Caller(
                        switch (status) {
                            case 405 -> CallerKind.METHOD_NOT_ALLOWED;
                            case 408 -> CallerKind.TOO_SLOW;
                            case 413 -> CallerKind.TOO_LARGE;
                            default -> CallerKind.BAD_REQUEST;
                        },
                        why.sentence());
        String more = status == 405 ? "Allow: " + METHODS + "\r\n" : "";
        send(connection, status, failure, Dialect.of(path), more, !method.equals("HEAD"));
    }

    /// Answers a connection for which there is no room.
    void full(CallerContext connection) {
        Failure failure =
                new Failure.Gateway(
                        Failure.GatewayKind.BUSY,
                        "the gateway serves as many connections as it may; try again",
                        Duration.ofSeconds(1));
        send(connection, 503, failure, Dialect.OPENAI, "Retry-After: 1\r\n", true);
    }

    /// Says in the log why a request is refused.
    void log(CallerContext connection, Misframed why) {
        log.refused(connection.remotePeer().host(), why.status().code(), why.sentence());
    }

    private void send(
            CallerContext connection,
            int status,
            Failure failure,
            Dialect dialect,
            String more,
            boolean entity) {
        UUID id = engine.newCallId();
        byte[] body = dialect.codec().encode(failure, id.toString());
        String head =
                """
                HTTP/1.1 %d %s\r
                Date: %s\r
                Connection: close\r
                Content-Type: application/json\r
                Content-Length: %d\r
                x-request-id: %s\r
                %s%s\r
                """
                        .formatted(
                                status,
                                Status.create(status).reasonPhrase(),
                                DateTime.rfc1123String(),
                                body.length,
                                id,
                                dialect == Dialect.ANTHROPIC ? "request-id: " + id + "\r\n" : "",
                                more);
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        BufferData answer = BufferData.create(headBytes.length + body.length);
        answer.write(headBytes);
        if (entity) {
            answer.write(body);
        }
        try {
            connection.dataWriter().writeNow(answer);
        } catch (UncheckedIOException | io.helidon.common.socket.SocketWriterException _) {
            // Gone without hearing it.
        }
    }
}
