// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Posts JSON and reads JSON or events.
final class JsonClient implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private final URI origin;
    private final String[] headers;

    JsonClient(URI origin, String... headers) {
        this.origin = origin;
        this.headers = headers;
    }

    /// Single quotes stand for double quotes, for readability.
    HttpResponse<String> post(String path, String json) throws Exception {
        return send(
                request(path)
                        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                        .build());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET().build());
    }

    JsonNode posted(String path, String json) throws Exception {
        return Json.read(post(path, json).body());
    }

    /// The data of all events of a stream.
    List<String> events(String path, String json) throws Exception {
        List<String> events = new ArrayList<>();
        for (String line : post(path, json).body().split("\n", -1)) {
            if (line.startsWith("data: ")) {
                events.add(line.substring(6));
            }
        }
        return events;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path)).timeout(DEADLINE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
    }
}
