// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.AnswerFacts;
import dev.penstock.inference.Failure;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/// The heads of answers.
final class Answers {

    private static final HeaderName REQUEST_ID = HeaderNames.create("request-id");
    private static final HeaderName X_REQUEST_ID = HeaderNames.create("x-request-id");
    private static final HeaderName PROVIDER = HeaderNames.create("x-penstock-provider");
    private static final HeaderName MODEL = HeaderNames.create("x-penstock-model");
    private static final HeaderName ATTEMPTS = HeaderNames.create("x-penstock-attempts");
    private static final HeaderName DROPPED = HeaderNames.create("x-penstock-dropped");
    private static final HeaderName UPSTREAM_ID = HeaderNames.create("x-penstock-upstream-id");
    private static final HeaderName RETRY_AFTER_MS = HeaderNames.create("retry-after-ms");
    private static final Header NO_CACHE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");
    private static final Header NO_BUFFERING = HeaderValues.createCached("x-accel-buffering", "no");
    private static final Header ESTIMATED =
            HeaderValues.createCached("x-penstock-estimated", "true");
    private static final Header NO_RETRY = HeaderValues.createCached("x-should-retry", "false");

    // Ours, or of the connection: never taken from a provider.
    private static final Set<String> OWN =
            Set.of(
                    "alt-svc",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "date",
                    "keep-alive",
                    "proxy-authenticate",
                    "request-id",
                    "server",
                    "set-cookie",
                    "strict-transport-security",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-request-id");

    private Answers() {}

    /// The call's id, under the names that clients of the dialect look for.
    static void id(ServerResponse response, Dialect dialect, UUID id) {
        id(response.headers(), dialect, id);
    }

    static void id(ServerResponseHeaders headers, Dialect dialect, UUID id) {
        headers.set(HeaderValues.create(X_REQUEST_ID, id.toString()));
        if (dialect == Dialect.ANTHROPIC) {
            headers.set(HeaderValues.create(REQUEST_ID, id.toString()));
        }
    }

    static void eventStream(ServerResponse response, String contentType) {
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.header(NO_CACHE);
        response.header(NO_BUFFERING);
    }

    /// What is known of an answer, and what its provider says to clients of its format.
    static void facts(ServerResponse response, AnswerFacts facts) {
        facts.upstreamHeaders()
                .forEach((name, values) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (!OWN.contains(lower)
                            && !lower.startsWith("x-penstock-")
                            && !lower.startsWith("access-control-")) {
                        String[] clean = new String[values.size()];
                        for (int i = 0; i < clean.length; i++) {
                            clean[i] = clean(values.get(i));
                        }
                        response.header(HeaderNames.create(lower), clean);
                    }
                });
        response.header(PROVIDER, clean(facts.provider()));
        response.header(MODEL, clean(facts.model()));
        response.header(ATTEMPTS, Integer.toString(facts.attempts()));
        if (!facts.dropped().isEmpty()) {
            response.header(DROPPED, clean(String.join(",", facts.dropped())));
        }
        if (facts.upstreamId() != null) {
            response.header(UPSTREAM_ID, clean(facts.upstreamId()));
        }
    }

    /// Says that a count is the gateway's own guess.
    static void estimated(ServerResponse response) {
        response.header(ESTIMATED);
    }

    /// Sends a whole body.
    static void send(ServerRequest request, ServerResponse response, String type, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        if (!request.content().consumed()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            response.send();
        } else {
            response.send(body);
        }
    }

    static void json(ServerRequest request, ServerResponse response, byte[] body) {
        send(request, response, "application/json", body);
    }

    /// Refuses a call of which nothing was answered yet.
    static void failure(
            ServerRequest request,
            ServerResponse response,
            Dialect dialect,
            UUID id,
            Failure failure) {
        int status = dialect.codec().status(failure);
        response.status(status);
        id(response, dialect, id);
        Duration wait = failure.retryAfter();
        if (wait != null && !wait.isNegative()) {
            long millis = wait.toMillis();
            response.header(HeaderNames.RETRY_AFTER, Long.toString((millis + 999) / 1000));
            response.header(RETRY_AFTER_MS, Long.toString(millis));
        }
        // Clients of both formats repeat these by themselves, which cannot help here.
        if (!failure.retryable() && (status >= 500 || status == 429)) {
            response.header(NO_RETRY);
        }
        if (status == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        json(request, response, dialect.codec().encode(failure, id.toString()));
    }

    /// A header value without anything that could end the header.
    private static String clean(String value) {
        StringBuilder clean = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                if (clean == null) {
                    clean = new StringBuilder(value);
                }
                clean.setCharAt(i, '?');
            }
        }
        return clean == null ? value : clean.toString();
    }
}
