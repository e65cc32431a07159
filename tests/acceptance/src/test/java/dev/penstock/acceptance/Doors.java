// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.Reply;
import dev.penstock.kit.ReplyBuilder;
import dev.penstock.kit.Sse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every door of a gateway through which a secret can come in, each opened with one in hand.
final class Doors implements AutoCloseable {
    /// A name that may be seen.
    static final String PLAIN_NAME = "name-that-is-no-secret";

    private static final String CHAT = "/v1/chat/completions";
    private static final List<String> REFUSING =
            List.of("providers", "credentials", "issued_keys", "personal_tokens", "sessions");

    private final Canaries canaries;
    private final FaultUpstream upstream = FaultUpstream.start();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Database database;
    private final Map<String, String> environment;
    private final Penstock penstock;
    private final Http http;
    private final Map<String, String> session = new HashMap<>();
    private final Map<String, String> bearer;
    private final String openAiKey;
    private final String anthropicKey;
    private final String password;

    Doors(Canaries canaries, Store store, Path folder, String... options) {
        this.canaries = canaries;
        String masterKey = canaries.credential("master key").substring(0, 32);
        String encoded =
                canaries.known(
                        "master key as written",
                        Base64.getEncoder()
                                .encodeToString(masterKey.getBytes(StandardCharsets.US_ASCII)));
        String setupToken = canaries.credential("setup token");
        database = database(store, encoded);
        environment = new HashMap<>(database.environment());
        environment.put("PENSTOCK_MASTER_KEY", encoded);
        environment.put("PENSTOCK_SETUP_TOKEN", setupToken);
        penstock = Penstock.start(folder, environment, options);
        http = new Http(penstock.origin());
        password = canaries.credential("password");
        openAiKey = canaries.credential("provider key", "+/\"=&");
        anthropicKey = canaries.credential("other provider key", "'<%");
        claim(setupToken);
        configure();
        bearer =
                Map.of(
                        "authorization",
                        "Bearer "
                                + canaries.known(
                                        "issued key",
                                        created(
                                                "/keys",
                                                "key",
                                                """
                                                {"name":"canary","models":["*"]}\
                                                """)));
    }

    private Database database(Store store, String masterKey) {
        return switch (store) {
            case H2 -> store.create();
            case POSTGRESQL -> {
                String secret = canaries.credential("database password");
                Database.Postgres made = PostgresServer.shared().create(secret, masterKey);
                made.logStatements();
                yield made;
            }
        };
    }

    /// Knocks at all of them.
    void knock() {
        presentKeys();
        sendWords();
        sendMalformed();
        echoFromUpstream();
        breakPlugin();
        mistakeProviders();
        mistakePeople();
        forgeSessions();
        if (database instanceof Database.Postgres postgres) {
            refuseInTheDatabase(postgres);
        }
        askHealth();
    }

    /// What was answered, headers and body, by what was done.
    Map<String, String> answers() {
        return answers;
    }

    String log() {
        return penstock.log();
    }

    /// What stands in tables outside the folder of the data.
    List<String> rows() {
        return database.rows();
    }

    void stop() {
        penstock.terminate();
    }

    /// With what commands reach its store.
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    private void claim(String setupToken) {
        ObjectNode owner =
                Json.object()
                        .put("token", setupToken)
                        .put("email", AdminClient.EMAIL)
                        .put("password", password)
                        .put("organisation", PLAIN_NAME);
        HttpResponse<String> answer = http.post("/admin/v1/setup", Map.of(), owner.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String set = answer.headers().firstValue("set-cookie").orElseThrow();
        String cookie = set.substring(0, set.indexOf(';'));
        canaries.known("session cookie", cookie.substring(cookie.indexOf('=') + 1));
        JsonNode body = Json.read(answer.body());
        session.put("cookie", cookie);
        session.put("x-csrf-token", body.path("csrf_token").asString());
        canaries.known("personal token", body.path("token").asString());
    }

    private void configure() {
        String base = upstream.origin().toString();
        provider(Stage.provider("oai", "openai", base + "/v1", openAiKey));
        provider(Stage.provider("ant", "anthropic", base, anthropicKey));
        for (String uid : List.of("tells", "refuses", "breaks")) {
            String secret = canaries.credential("key of plugin " + uid);
            provider(Stage.provider(uid, "leaky", base, secret));
        }
        provider(Stage.provider(PLAIN_NAME, "openai", base, "none"));
    }

    private void provider(ObjectNode body) {
        admin("provider " + body.path("uid").asString(), "/providers", body.toString(), 201);
    }

    private void presentKeys() {
        String body = Calls.hello(Dialect.OPENAI, "demo/echo", Mode.PLAIN).toString();
        for (String name : List.of("x-api-key", "api-key", "x-goog-api-key", "xi-api-key")) {
            call("wrong " + name, Map.of(name, canaries.credential(name)), body, 401);
        }
        authorise("Bearer ", canaries.credential("bearer"), body);
        authorise("Bearer sk-pst-", canaries.credential("wrong check sum"), body);
        authorise("", canaries.credential("no scheme"), body);
        String basic = "anybody:" + canaries.credential("basic");
        authorise(
                "Basic ",
                Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.US_ASCII)),
                body);
        authorise("Basic ", canaries.credential("basic without base64", "!"), body);
        Map<String, String> two = new HashMap<>(bearer);
        two.put("x-api-key", canaries.credential("second key"));
        call("two keys", two, body, 401);
        for (String name : List.of("key", "api_key", "access_token")) {
            String query = "?" + name + "=" + canaries.credential("query " + name);
            record("query " + name, http.post(CHAT + query, Map.of(), body));
            record("models " + name, http.get("/v1/models" + query, Map.of()));
        }
        record("path", http.get("/v1/models/" + canaries.word("path"), bearer));
        record("nowhere", http.get("/" + canaries.word("unknown path"), Map.of()));
    }

    private void authorise(String scheme, String credential, String body) {
        call(scheme + credential.length(), Map.of("authorization", scheme + credential), body, 401);
    }

    private void sendWords() {
        upstream.script(CHAT, Reply.json(200, completion(canaries.word("completion"))));
        for (Dialect dialect : Dialect.values()) {
            String model = dialect == Dialect.OPENAI ? "oai/some-model" : "ant/some-model";
            for (Mode mode : Mode.values()) {
                String door = dialect + " " + mode;
                ObjectNode body = Calls.hello(dialect, model, mode);
                ObjectNode message = (ObjectNode) body.path("messages").path(0);
                message.put("content", canaries.word("prompt " + door));
                Map<String, String> headers = new HashMap<>(bearer);
                headers.put("x-custom", canaries.credential("header " + door));
                headers.put("cookie", "penstock_session=" + canaries.credential("cookie " + door));
                headers.put("user-agent", canaries.word("user agent " + door));
                headers.put("anthropic-beta", canaries.word("beta " + door));
                record("words " + door, http.post(Calls.path(dialect), headers, body.toString()));
            }
        }
        ObjectNode unknown = Calls.hello(Dialect.OPENAI, canaries.word("model"), Mode.PLAIN);
        call("unknown model", bearer, unknown.toString(), 404);
    }

    private static String completion(String text) {
        return """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
        "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}\
        """
                .formatted(text);
    }

    private void sendMalformed() {
        call("broken body", bearer, "{\"model\":" + canaries.word("token in a body"), 400);
        call("half a body", bearer, "{\"messages\":\"" + canaries.word("open text"), 400);
        call("list", bearer, "[\"" + canaries.word("list of words") + "\"]", 400);
        raw("GET " + canaries.word("target") + " HTTP/9.9\r\n\r\n");
        raw(canaries.word("method") + "\r\n\r\n");
        raw(
                "POST "
                        + CHAT
                        + " HTTP/1.1\r\nHost: a\r\nAuthorization "
                        + canaries.credential("bad header")
                        + "\r\n\r\n");
        raw(
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nx-api-key: \u0001"
                        + canaries.credential("control")
                        + "\r\n\r\n");
        raw(
                "POST "
                        + CHAT
                        + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
                        + canaries.word("length")
                        + "\r\n\r\n");
        raw("GET /%zz?key=" + canaries.credential("bad escape") + " HTTP/1.1\r\nHost: a\r\n\r\n");
        raw("GET /v1/models HTTP/1.1\r\nHost: " + canaries.word("host") + "@@/\r\n\r\n");
    }

    private void raw(String request) {
        try (Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), penstock.origin().getPort())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            byte[] answer = socket.getInputStream().readAllBytes();
            answers.put("raw " + answers.size(), new String(answer, StandardCharsets.ISO_8859_1));
        } catch (IOException closed) {
            answers.put("raw " + answers.size(), String.valueOf(closed.getMessage()));
        }
    }

    private void echoFromUpstream() {
        for (int status : new int[] {400, 401, 429, 500}) {
            for (String form : List.of("json", "words", "page")) {
                script(status, form);
                callBoth(status + " " + form);
            }
        }
        script(200, "stream");
        callBoth("error event");
        script(200, "late");
        callBoth("late error event");
    }

    private void callBoth(String door) {
        for (Dialect dialect : Dialect.values()) {
            for (Mode mode : Mode.values()) {
                for (String provider : List.of("oai", "ant")) {
                    String body = Calls.hello(dialect, provider + "/some-model", mode).toString();
                    record(
                            "%s: %s %s %s".formatted(door, dialect, mode, provider),
                            http.post(Calls.path(dialect), bearer, body));
                }
            }
        }
    }

    /// A provider that repeats its key in everything it says.
    private void script(int status, String form) {
        upstream.script(CHAT, told(status, form, openAiKey));
        upstream.script("/v1/messages", told(status, form, anthropicKey));
    }

    private Reply told(int status, String form, String key) {
        String error =
                Json.object()
                        .put("type", "error")
                        .set(
                                "error",
                                Json.object()
                                        .put(
                                                "message",
                                                "no: %s %s %s"
                                                        .formatted(
                                                                key,
                                                                URLEncoder.encode(
                                                                        key,
                                                                        StandardCharsets.UTF_8),
                                                                Base64.getEncoder()
                                                                        .encodeToString(
                                                                                key.getBytes(
                                                                                        StandardCharsets
                                                                                                .UTF_8))))
                                        .put("type", "authentication_error")
                                        .put("code", key)
                                        .put("param", key))
                        .toString();
        boolean stream = form.equals("stream") || form.equals("late");
        ReplyBuilder reply = Reply.status(status);
        for (String name :
                List.of(
                        "x-request-id",
                        "request-id",
                        "www-authenticate",
                        "x-echo",
                        "openai-organization",
                        "openai-version",
                        "x-ratelimit-reset-requests",
                        "anthropic-ratelimit-requests-reset",
                        "retry-after",
                        "set-cookie",
                        "server")) {
            reply.header(name, key);
        }
        reply.contentType(
                stream
                        ? "text/event-stream"
                        : form.equals("page") ? "text/html" : "application/json");
        if (form.equals("late")) {
            reply.piece(Sse.data(chunk()));
        }
        return reply.piece(
                        stream
                                ? "event: error\n" + Sse.data(error)
                                : form.equals("json") ? error : "<p>" + key)
                .build();
    }

    private static String chunk() {
        return """
        {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[\
        {"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}\
        """;
    }

    private void breakPlugin() {
        for (String uid : List.of("tells", "refuses", "breaks")) {
            for (Mode mode : Mode.values()) {
                ObjectNode body = Calls.hello(Dialect.OPENAI, uid + "/model", mode);
                ((ObjectNode) body.path("messages").path(0))
                        .put("content", canaries.word("prompt of plugin " + uid + " " + mode));
                record("plugin " + uid + " " + mode, http.post(CHAT, bearer, body.toString()));
            }
        }
        record("models", http.get("/v1/models", bearer));
        for (JsonNode provider :
                Json.read(http.get("/admin/v1/providers", session).body()).path("data")) {
            String id = provider.path("id").asString();
            record("probe", http.post("/admin/v1/providers/" + id + "/probe", session, "{}"));
            if (provider.path("type").asString().equals("leaky")) {
                record("removal", http.send("DELETE", "/admin/v1/providers/" + id, session, ""));
            }
        }
    }

    private void mistakeProviders() {
        String url = "{\"uid\":\"u\",\"type\":\"openai\",\"base_url\":\"%s\"}";
        admin(
                "userinfo",
                "/providers",
                url.formatted("http://u:" + canaries.credential("userinfo") + "@h/v1"),
                422);
        admin(
                "url query",
                "/providers",
                url.formatted("http://h/v1?key=" + canaries.credential("url query")),
                422);
        admin(
                "fragment",
                "/providers",
                url.formatted("http://h/v1#" + canaries.credential("fragment")),
                422);
        admin(
                "no url",
                "/providers",
                url.formatted("http://[" + canaries.credential("no url")),
                422);
        String secret = "{\"uid\":\"u\",\"type\":\"openai\",%s}";
        admin(
                "list",
                "/providers",
                secret.formatted("\"api_key\":[\"" + canaries.credential("in a list") + "\"]"),
                422);
        admin(
                "misspelt",
                "/providers",
                secret.formatted("\"apikey\":\"" + canaries.credential("misspelt") + "\""),
                422);
        admin(
                "bare",
                "/providers",
                secret.formatted("\"api_key\":" + canaries.credential("bare")),
                400);
        admin(
                "twice",
                "/providers",
                secret.formatted(
                        "\"api_key\":\"a\",\"api_key\":\"" + canaries.credential("twice") + "\""),
                400);
        admin(
                "escape",
                "/providers",
                secret.formatted("\"api_key\":\"\\" + canaries.credential("escape") + "\""),
                400);
    }

    private void mistakePeople() {
        admin("wrong password", "/session", person(canaries.credential("wrong password")), 401);
        admin(
                "password type",
                "/session",
                "{\"email\":\"a@b.cd\",\"password\":{\"a\":\""
                        + canaries.credential("odd password")
                        + "\"}}",
                422);
        admin(
                "bare password",
                "/session",
                "{\"password\":" + canaries.credential("bare password"),
                400);
        admin(
                "setup again",
                "/setup",
                "{\"token\":\"" + canaries.credential("late setup token") + "\"}",
                409);
    }

    private void forgeSessions() {
        Map<String, String> token =
                Map.of("authorization", "Bearer pst-adm-" + canaries.credential("wrong token"));
        record("wrong token", http.get("/admin/v1/keys", token));
        Map<String, String> forged = new HashMap<>(session);
        forged.put("x-csrf-token", canaries.credential("wrong csrf"));
        record("forged", http.post("/admin/v1/keys", forged, "{}"));
        record(
                "no cookie",
                http.get(
                        "/admin/v1/keys",
                        Map.of(
                                "cookie",
                                "penstock_session=" + canaries.credential("wrong cookie"))));
        record(
                "admin query",
                http.get("/admin/v1/usage?token=" + canaries.credential("admin query"), session));
        for (String list : List.of("keys", "tokens", "providers", "models", "usage", "calls")) {
            record("list of " + list, http.get("/admin/v1/" + list, session));
        }
    }

    /// A database that repeats in its errors what it was told to write.
    private void refuseInTheDatabase(Database.Postgres postgres) {
        postgres.execute(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'refused: %', NEW::text; END $$\
                """);
        for (String table : REFUSING) {
            postgres.execute(
                    "CREATE TRIGGER refuse BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION refuse()"
                            .formatted(table));
        }
        String base = "http://127.0.0.1:9/v1";
        refusedByTheDatabase(
                "/providers",
                Stage.provider("late", "openai", base, canaries.credential("refused key"))
                        .toString());
        refusedByTheDatabase("/keys", "{\"name\":\"late\",\"models\":[\"*\"]}");
        refusedByTheDatabase("/tokens", "{\"name\":\"late\"}");
        refusedByTheDatabase("/session", person(password));
    }

    private void refusedByTheDatabase(String path, String body) {
        HttpResponse<String> answer = http.post("/admin/v1" + path, session, body);
        record("database refuses " + path, answer);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(500, 503);
        assertThat(answer.body()).doesNotContain("refused:", "INSERT", "Exception");
    }

    private String person(String word) {
        return Json.object().put("email", AdminClient.EMAIL).put("password", word).toString();
    }

    private void askHealth() {
        try (Http management = new Http(penstock.management())) {
            for (String path :
                    List.of("/health", "/health/live", "/health/ready", "/metrics", "/")) {
                record("management " + path, management.get(path, Map.of()));
            }
        }
    }

    private void admin(String door, String path, String body, int status) {
        HttpResponse<String> answer = http.post("/admin/v1" + path, session, body);
        assertThat(answer.statusCode()).as("%s: %s", door, answer.body()).isEqualTo(status);
        record(door, answer);
    }

    private String created(String path, String member, String body) {
        HttpResponse<String> answer = http.post("/admin/v1" + path, session, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.read(answer.body()).path(member).asString();
    }

    private void call(String door, Map<String, String> headers, String body, int status) {
        HttpResponse<String> answer = http.post(CHAT, headers, body);
        assertThat(answer.statusCode()).as("%s: %s", door, answer.body()).isEqualTo(status);
        record(door, answer);
    }

    private void record(String door, HttpResponse<String> answer) {
        answers.put(
                answers.size() + " " + door,
                answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body());
    }

    @Override
    public void close() {
        http.close();
        penstock.close();
        database.close();
        upstream.close();
    }
}
