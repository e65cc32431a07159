// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// Plain HTTP/1.1, to see what official clients hide.
final class Http implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI origin;

    Http(URI origin) {
        this(origin, HttpClient.newBuilder());
    }

    /// Believes a server whose certificate nobody else vouches for.
    Http(URI origin, SSLContext trusting) {
        this(origin, HttpClient.newBuilder().sslContext(trusting));
    }

    private Http(URI origin, HttpClient.Builder client) {
        this.origin = origin;
        this.client = client.version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();
    }

    HttpResponse<String> get(String path, Map<String, String> headers) {
        return send("GET", path, headers, "");
    }

    HttpResponse<String> post(String path, Map<String, String> headers, String body) {
        return send("POST", path, headers, body);
    }

    HttpResponse<String> send(
            String method, String path, Map<String, String> headers, String body) {
        try {
            return client.send(
                    request(method, path, headers, body), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// Posts and gives the lines of the answer as they come; to be closed.
    HttpResponse<Stream<String>> lines(String path, Map<String, String> headers, String body) {
        return lines(request("POST", path, headers, body));
    }

    /// Gives the lines of a page as they come; to be closed.
    HttpResponse<Stream<String>> lines(String path, Map<String, String> headers) {
        return lines(request("GET", path, headers, ""));
    }

    private HttpResponse<Stream<String>> lines(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private HttpRequest request(
            String method, String path, Map<String, String> headers, String body) {
        List<String> flat = new ArrayList<>();
        headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path))
                        .timeout(DEADLINE)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        return flat.isEmpty()
                ? request.build()
                : request.headers(flat.toArray(String[]::new)).build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
