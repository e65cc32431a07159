// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.doctor.AdminApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Talks to the admin API of a gateway.
final class AdminClient implements AdminApi {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int PAGE = 500;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration PREPARED = Duration.ofMinutes(15);
    private static final Duration FETCHED = Duration.ofMinutes(45);

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

    /// Changes a thing.
    ///
    /// @return as it is afterwards
    JsonNode patch(String path, Map<String, Object> body) {
        return send(
                "PATCH",
                path,
                HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    }

    /// Sends a file of JSON.
    JsonNode post(String path, byte[] json) {
        return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(json));
    }

    JsonNode put(String path, Map<String, Object> body) {
        return send(
                "PUT",
                path,
                HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
    }

    /// All things of a list, page after page.
    List<JsonNode> all(String path) {
        List<JsonNode> things = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = get(path + "?limit=" + PAGE + after);
            page.path("data").forEach(things::add);
            String next = page.path("next").asString("");
            if (next.isEmpty()) {
                return things;
            }
            after = "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        }
    }

    /// The one thing of a list that goes by a name or an id.
    ///
    /// @param kind for people, such as `provider`
    /// @param member that holds the name
    JsonNode named(String path, String kind, String member, String name) {
        List<JsonNode> found =
                all(path).stream()
                        .filter(thing ->
                                name.equals(thing.path(member).asString(""))
                                        || name.equals(thing.path("id").asString("")))
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new CommandFailure(
                found.isEmpty()
                        ? "there is no " + kind + " '" + name + "'; '" + kind + " list' shows all"
                        : "there are " + found.size() + " of the name '" + name + "'; give an id");
    }

    /// Follows server-sent events until the gateway ends them, which is a failure with its reason.
    ///
    /// @param things is told the data of each event
    void follow(String path, Consumer<JsonNode> things) {
        HttpRequest request =
                request(path).timeout(ANSWER).header("accept", "text/event-stream").GET().build();
        try (HttpClient client = client()) {
            HttpResponse<Stream<String>> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw refused(answer.statusCode(), lines.collect(Collectors.joining("\n")));
                }
                lines.filter(line -> line.startsWith("data:"))
                        .map(line -> json(line.substring("data:".length())))
                        .forEach(data -> {
                            if (data.has("reason")) {
                                throw new CommandFailure(data.path("reason").asString(""));
                            }
                            things.accept(data);
                        });
            }
            throw new CommandFailure("the gateway has ended the connection; try again");
        } catch (IOException e) {
            throw unreachable(e);
        } catch (UncheckedIOException e) {
            throw new CommandFailure("the gateway broke off; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /// Fetches a file into an empty one.
    void fetch(String path, Path into) {
        HttpRequest request =
                request(path)
                        .timeout(PREPARED)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        try (HttpClient client = client()) {
            HttpResponse.BodyHandler<String> handler =
                    head ->
                            head.statusCode() == 200
                                    ? HttpResponse.BodySubscribers.mapping(
                                            HttpResponse.BodySubscribers.ofFile(
                                                    into, StandardOpenOption.WRITE),
                                            _ -> "")
                                    : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, handler);
            try {
                var _ = read(answer.get(FETCHED.toSeconds(), TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                answer.cancel(true);
                client.shutdownNow();
                throw new CommandFailure("the gateway did not send all in time", e);
            } catch (ExecutionException e) {
                throw broken(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private CommandFailure broken(ExecutionException failure) {
        return failure.getCause() instanceof ConnectException
                ? new CommandFailure(
                        "the gateway at "
                                + gateway
                                + " cannot be reached; start it, name another with --url, or read the"
                                + " folder of a stopped one with --offline",
                        failure)
                : new CommandFailure("the gateway broke off before all was sent", failure);
    }

    private CommandFailure unreachable(Exception cause) {
        return new CommandFailure(
                "the gateway at "
                        + gateway
                        + " cannot be reached; start it, or name another with --url",
                cause);
    }

    void delete(String path) {
        send("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
        return sent(method, path, "application/json", body).success();
    }

    /// Asks for something that may be refused for reasons of its own.
    ///
    /// @param accept the type of the answer
    /// @param body JSON, or nothing
    Answer ask(String method, String path, String accept, byte[] body) {
        return sent(method, path, accept, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /// What the gateway answered.
    final class Answer {

        private final HttpResponse<String> response;

        private Answer(HttpResponse<String> response) {
            this.response = response;
        }

        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return AdminClient.json(response.body());
        }

        /// @throws CommandFailure in the words of the gateway, when it refused
        JsonNode success() {
            return read(response);
        }

        /// @throws CommandFailure in the words of the gateway, when it refused
        String successText() {
            var _ = read(response);
            return response.body();
        }
    }

    private Answer sent(String method, String path, String accept, HttpRequest.BodyPublisher body) {
        HttpRequest request =
                request(path).timeout(ANSWER).header("accept", accept).method(method, body).build();
        try (HttpClient client = client()) {
            return new Answer(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + "/admin/v1" + path))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json");
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    private JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() / 100 == 2) {
            return json(response.body());
        }
        throw refused(response.statusCode(), response.body());
    }

    private CommandFailure refused(int status, String text) {
        JsonNode body = json(text);
        String detail = body.path("detail").asString("");
        if (detail.isEmpty()) {
            return new CommandFailure(
                    gateway + " answered " + status + "; is it a Penstock gateway?");
        }
        List<String> mistakes = new ArrayList<>();
        for (JsonNode mistake : body.path("errors")) {
            mistakes.add(
                    mistake.path("pointer").asString("").replaceFirst("^/", "")
                            + ": "
                            + mistake.path("message").asString(""));
        }
        return new CommandFailure(mistakes.isEmpty() ? detail : String.join("; ", mistakes));
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(text);
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
