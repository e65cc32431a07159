// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a gateway over HTTP.
final class Asked {

    static final String SETUP_TOKEN = "a-token-of-some-length";

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Asked() {}

    /// Makes the first owner of a gateway with [#SETUP_TOKEN].
    ///
    /// @return his personal token
    static String owner(Gateway gateway) throws Exception {
        HttpResponse<String> setup =
                post(
                        gateway.facts().address().resolve("/admin/v1/setup"),
                        """
                        {"token":"%s","email":"owner@example.org",
                         "password":"correct horse battery staple","organisation":"Works"}
                        """
                                .formatted(SETUP_TOKEN));
        assertThat(setup.statusCode()).as(setup.body()).isEqualTo(201);
        return setup.body().replaceAll("(?s).*(pst-adm-[A-Za-z0-9_-]+).*", "$1");
    }

    static HttpResponse<String> get(URI uri, String... headers) throws Exception {
        return send(builder(uri, headers).GET().build());
    }

    static HttpResponse<String> post(URI uri, String body, String... headers) throws Exception {
        return send(post(body, builder(uri, headers)));
    }

    static HttpRequest chat(URI gateway, String key, boolean stream) {
        URI uri = gateway.resolve("/v1/chat/completions");
        String body =
                """
                {"model":"demo/echo","stream":%s,"messages":[{"role":"user","content":"one two"}]}
                """
                        .formatted(stream);
        return post(body, builder(uri, "authorization", "Bearer " + key));
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest post(String body, HttpRequest.Builder builder) {
        return builder.header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest.Builder builder(URI uri, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(DEADLINE);
        return headers.length == 0 ? builder : builder.headers(headers);
    }
}
