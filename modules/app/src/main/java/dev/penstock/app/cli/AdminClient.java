// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.doctor.AdminApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Talks to the admin API of a gateway.
final class AdminClient implements AdminApi {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI gateway;
    private final String token;

    AdminClient(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    @Override
    public JsonNode get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    @Override
    public JsonNode post(String path, Map<String, Object> body) {
        return send(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    }

    void delete(String path) {
        send("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway + "/admin/v1" + path))
                        .timeout(ANSWER)
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/json")
                        .header("accept", "application/json")
                        .method(method, body)
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build()) {
            return read(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the gateway at "
                            + gateway
                            + " cannot be reached; start it, or name another with --url",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode body = json(response.body());
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        String detail = body.path("detail").asString("");
        if (detail.isEmpty()) {
            throw new CommandFailure(
                    gateway + " answered " + response.statusCode() + "; is it a Penstock gateway?");
        }
        List<String> mistakes = new ArrayList<>();
        for (JsonNode mistake : body.path("errors")) {
            mistakes.add(
                    mistake.path("pointer").asString("").replaceFirst("^/", "")
                            + ": "
                            + mistake.path("message").asString(""));
        }
        throw new CommandFailure(mistakes.isEmpty() ? detail : String.join("; ", mistakes));
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(text);
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
