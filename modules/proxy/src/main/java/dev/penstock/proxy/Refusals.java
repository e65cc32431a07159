// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Engine;
import dev.penstock.inference.Failure;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Answers what reaches no endpoint: wrong methods, unknown paths, and requests that the server
/// itself gives up on.
final class Refusals implements DirectHandler {

    private final Engine engine;

    Refusals(Engine engine) {
        this.engine = engine;
    }

    /// Refuses all methods but those.
    Handler method(String allowed) {
        return (request, response) -> {
            response.header(HeaderNames.ALLOW, allowed);
            refuse(
                    request,
                    response,
                    new Failure.Caller(
                            Failure.CallerKind.METHOD_NOT_ALLOWED,
                            "this path answers to " + allowed));
        };
    }

    /// Refuses paths that do not exist, and says what does where the path is known elsewhere.
    void path(ServerRequest request, ServerResponse response) {
        String message =
                Unserved.at(request.path().absolute().path())
                        .map(Unserved::message)
                        .orElse("there is nothing at this path");
        refuse(request, response, new Failure.Caller(Failure.CallerKind.NOT_FOUND, message));
    }

    /// Refuses what lies below a response: those that providers keep are not reached through here.
    void storedResponse(ServerRequest request, ServerResponse response) {
        refuse(
                request,
                response,
                new Failure.Caller(
                        Failure.CallerKind.NOT_FOUND,
                        "stored responses are not served here, nor what lies below them; served is"
                                + " POST /v1/responses, with the whole conversation in input"));
    }

    private void refuse(ServerRequest request, ServerResponse response, Failure failure) {
        Dialect dialect = Dialect.of(request.path().absolute().path(), request.headers());
        Answers.failure(request, response, dialect, engine.newCallId(), failure);
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Failure failure = failure(status.code());
        Dialect dialect = Dialect.of(request.path(), request.headers());
        UUID id = engine.newCallId();
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
        Answers.id(headers, dialect, id);
        TransportResponse.Builder answer =
                TransportResponse.builder().status(status).headers(headers).keepAlive(false);
        if (!request.method().equals(Method.HEAD_NAME)) {
            answer.entity(dialect.codec().encode(failure, id.toString()));
        }
        return answer.build();
    }

    // The server's own words may repeat what was sent; these do not.
    private static Failure failure(int status) {
        return switch (status) {
            case 404 ->
                    new Failure.Caller(
                            Failure.CallerKind.NOT_FOUND, "there is nothing at this path");
            case 403 -> new Failure.Caller(Failure.CallerKind.FORBIDDEN, "this is not allowed");
            case 413 ->
                    new Failure.Caller(
                            Failure.CallerKind.TOO_LARGE, "the request body is too large");
            case 414 -> bad("the request line is too long");
            case 431 -> bad("the request headers are too large");
            case 501 -> bad("this transfer encoding is not understood");
            case 503 ->
                    new Failure.Gateway(
                            Failure.GatewayKind.BUSY, "the gateway is busy; try again", null);
            case 505 -> bad("only HTTP/1.1 is understood here");
            default ->
                    status >= 500
                            ? new Failure.Gateway(
                                    Failure.GatewayKind.INTERNAL, "the gateway failed", null)
                            : bad("the request is not well-formed HTTP/1.1");
        };
    }

    private static Failure bad(String message) {
        return new Failure.Caller(Failure.CallerKind.BAD_REQUEST, message);
    }
}
