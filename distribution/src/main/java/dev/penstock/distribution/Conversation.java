// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a training run says to a gateway. An answer that is no success ends the build: a server that
/// was not trained well would only be slow, which nobody would see.
final class Conversation implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(DEADLINE)
                    .build();
    private final URI origin;

    Conversation(URI origin) {
        this.origin = origin;
    }

    JsonNode get(String path, String token) throws IOException, InterruptedException {
        return MAPPER.readTree(send(HttpRequest.newBuilder().GET(), path, token));
    }

    JsonNode post(String path, String token, String json) throws IOException, InterruptedException {
        return MAPPER.readTree(send(body(json), path, token));
    }

    /// A chat in both formats of callers, plain and streamed.
    void chats(String model, String key) throws IOException, InterruptedException {
        for (String path : new String[] {"/v1/chat/completions", "/v1/messages"}) {
            for (boolean stream : new boolean[] {false, true}) {
                String json =
                        """
                        {"model":"%s","max_tokens":200,"stream":%s,"messages":[\
                        {"role":"user","content":"What is the weather like?"}]}\
                        """
                                .formatted(model, stream);
                send(body(json), path, key);
            }
        }
    }

    /// Asks for something whose answer does not matter, such as a refusal.
    void ask(String path) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(origin.resolve(path)).timeout(DEADLINE).build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static HttpRequest.Builder body(String json) {
        return HttpRequest.newBuilder()
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private String send(HttpRequest.Builder request, String path, String token)
            throws IOException, InterruptedException {
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        HttpResponse<String> answer =
                client.send(
                        request.uri(origin.resolve(path)).timeout(DEADLINE).build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new BuildException(
                    path + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
