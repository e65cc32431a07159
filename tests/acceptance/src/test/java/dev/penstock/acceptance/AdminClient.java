// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The management API, used as the console uses it: a session cookie and its token against forgery.
final class AdminClient implements AutoCloseable {
    static final String EMAIL = "owner@example.com";
    static final String PASSWORD = "correct horse battery staple";

    private static final String ROOT = "/admin/v1";

    private final Http http;
    private String cookie = "";
    private String csrf = "";

    AdminClient(URI origin) {
        this.http = new Http(origin);
    }

    /// Claims a fresh installation; the session begins with it.
    JsonNode setup(String token) {
        ObjectNode body =
                Json.object()
                        .put("token", token)
                        .put("email", EMAIL)
                        .put("password", PASSWORD)
                        .put("organisation", "Example")
                        .put("team", "Core")
                        .put("project", "First");
        return begin(send("POST", "/setup", body), 201);
    }

    /// Signs in; what comes after is done by that session.
    JsonNode signIn() {
        ObjectNode body = Json.object().put("email", EMAIL).put("password", PASSWORD);
        return begin(send("POST", "/session", body), 201);
    }

    void signOut() {
        assertThat(send("DELETE", "/session", null).statusCode()).isEqualTo(204);
    }

    JsonNode addProvider(ObjectNode provider) {
        return created("/providers", provider);
    }

    JsonNode providers() {
        return read("/providers").path("data");
    }

    JsonNode addModel(String name, String provider, String model) {
        return created(
                "/models",
                Json.object().put("name", name).put("provider", provider).put("model", model));
    }

    /// Issues a key for these model patterns.
    JsonNode issueKey(String name, String... models) {
        ObjectNode body = Json.object().put("name", name);
        List.of(models).forEach(body.putArray("models")::add);
        return created("/keys", body);
    }

    /// Issues a personal token for commands.
    String token(String name) {
        return created("/tokens", Json.object().put("name", name)).path("token").asString();
    }

    JsonNode keys() {
        return read("/keys").path("data");
    }

    void remove(String path) {
        assertThat(send("DELETE", path, null).statusCode()).isEqualTo(204);
    }

    /// Usage of all calls: the row of the report that is grouped by nothing.
    JsonNode usage() {
        return read("/usage").path("data").path(0);
    }

    /// The groups of a usage report.
    JsonNode usage(String query) {
        return read("/usage?" + query).path("data");
    }

    /// All rows of the ledger, newest first.
    List<JsonNode> rows() {
        List<JsonNode> rows = new ArrayList<>();
        String from = "";
        do {
            JsonNode page = read("/calls?limit=500" + from);
            page.path("data").forEach(rows::add);
            from =
                    page.path("before").isString()
                            ? "&before=" + page.path("before").asString()
                            : "";
        } while (!from.isEmpty());
        return rows;
    }

    /// The call once no attempt of it is open any more.
    JsonNode settledCall(String id) {
        return Eventually.that(
                Duration.ofSeconds(10),
                () -> {
                    HttpResponse<String> answer = send("GET", "/calls/" + id, null);
                    if (answer.statusCode() != 200) {
                        return null;
                    }
                    JsonNode call = Json.read(answer.body());
                    boolean open =
                            call.path("attempts")
                                    .valueStream()
                                    .anyMatch(a -> a.path("state").asString("").equals("open"));
                    return open ? null : call;
                },
                () -> "the call " + id + " is settled");
    }

    HttpResponse<String> send(String method, String path, @Nullable ObjectNode body) {
        Map<String, String> headers = new HashMap<>();
        if (!cookie.isEmpty()) {
            headers.put("cookie", cookie);
            headers.put("x-csrf-token", csrf);
        }
        return http.send(method, ROOT + path, headers, body == null ? "" : body.toString());
    }

    private JsonNode begin(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String set = answer.headers().firstValue("set-cookie").orElseThrow();
        assertThat(set).containsIgnoringCase("httponly").containsIgnoringCase("samesite");
        cookie = set.substring(0, set.indexOf(';'));
        JsonNode session = Json.read(answer.body());
        csrf = session.path("csrf_token").asString();
        return session;
    }

    private JsonNode created(String path, ObjectNode body) {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.read(answer.body());
    }

    private JsonNode read(String path) {
        HttpResponse<String> answer = send("GET", path, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
