// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The gateway's admin API, as far as a measurement needs it.
final class AdminApi implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final URI origin;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(DEADLINE)
                    .build();
    private String token = "";

    AdminApi(URI origin) {
        this.origin = origin;
    }

    /// Claims a fresh gateway; what follows is done as its owner.
    void setup(String setupToken) {
        JsonNode claimed =
                post(
                        "/setup",
                        Map.of(
                                "token", setupToken,
                                "email", "bench@example.com",
                                "password", "correct horse battery staple",
                                "organisation", "Bench"));
        token = claimed.path("token").asString();
    }

    /// Configures a provider at the mock upstream.
    void addProvider(String uid, String type, String baseUrl) {
        post(
                "/providers",
                Map.of("uid", uid, "type", type, "base_url", baseUrl, "api_key", "sk-bench"));
    }

    /// Gives a provider's model a public name.
    void addModel(String name, String provider, String model) {
        post("/models", Map.of("name", name, "provider", provider, "model", model));
    }

    /// Issues a key for everything.
    String issueKey() {
        return post("/keys", Map.of("name", "bench", "models", List.of("*")))
                .path("key")
                .asString();
    }

    private JsonNode post(String path, Map<String, Object> body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(origin.resolve("/admin/v1" + path))
                        .timeout(DEADLINE)
                        .header("content-type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Lines.JSON.writeValueAsString(body)));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new BenchException(
                        "POST %s was answered with %d: %s"
                                .formatted(path, answer.statusCode(), answer.body()));
            }
            return Lines.JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new BenchException("POST " + path + " failed: " + broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted during POST " + path);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
