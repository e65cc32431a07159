// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.engine.Answer;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Inbound;
import dev.penstock.engine.ListedModel;
import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Secret;
import dev.penstock.kit.OpenApiContract;
import dev.penstock.spi.PresentedKey;
import dev.penstock.state.ProviderConfiguration;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The control plane on a real server over a store in memory.
final class AdminServer implements AutoCloseable {

    static final String SETUP_TOKEN = "setup-token-of-the-test";
    private static final JsonMapper MAPPER = new JsonMapper();

    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-20T10:00:00Z"));
    final MemoryStore store = new MemoryStore(clock());
    final ProbedEngine engine = new ProbedEngine();
    private final AtomicReference<OpenApiContract> contract = new AtomicReference<>();

    /// The routes of the API with the least role of each, empty for none.
    final Map<String, String> leastRoles;

    final AdminParts parts;
    final AdminPlane plane;
    private final WebServer server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    AdminServer() {
        this(Origins.DIRECT);
    }

    AdminServer(Origins origins) {
        this(origins, LiveEndpoint.Pace.DEFAULT);
    }

    AdminServer(Origins origins, LiveEndpoint.Pace pace) {
        HttpRouting.Builder routing = HttpRouting.builder();
        parts =
                new AdminParts(
                        store,
                        engine,
                        Secret.of(SETUP_TOKEN),
                        origins,
                        clock(),
                        new Random(1),
                        new KnownSettings());
        plane = new AdminPlane(parts, pace);
        leastRoles = plane.register(routing);
        server =
                WebServer.builder()
                        .featuresDiscoverServices(false)
                        .host("127.0.0.1")
                        .port(0)
                        .routing(routing)
                        .build()
                        .start();
    }

    private InstantSource clock() {
        return () -> now.get();
    }

    /// What the server says of itself; all its answers are held to it.
    OpenApiContract contract() {
        OpenApiContract known = contract.get();
        if (known == null) {
            known = OpenApiContract.of(described());
            contract.set(known);
        }
        return known;
    }

    private String described() {
        try {
            return client.send(
                            request(Routes.PREFIX + "/openapi.json").build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// An answer.
    record Result(int status, JsonNode body, HttpResponse<String> raw) {
        String text(String pointer) {
            return body.at(pointer).asString();
        }

        String etag() {
            return raw.headers().firstValue("etag").orElseThrow();
        }

        String cookie() {
            return raw.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    Result get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    Result post(String path, String body, String... headers) {
        Result result =
                send(
                        request(path, headers)
                                .setHeader("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        if (result.status() < 300 && !body.isEmpty()) {
            contract().checkAccepted("POST", result.raw().uri().getRawPath(), body);
        }
        return result;
    }

    Result put(String path, String body, String... headers) {
        Result result =
                send(
                        request(path, headers)
                                .setHeader("content-type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        if (result.status() < 300 && !body.isEmpty()) {
            contract().checkAccepted("PUT", result.raw().uri().getRawPath(), body);
        }
        return result;
    }

    Result patch(String path, String body, String... headers) {
        Result result =
                send(
                        request(path, headers)
                                .setHeader("content-type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                                .build());
        if (result.status() < 300) {
            contract().checkAccepted("PATCH", result.raw().uri().getPath(), body);
        }
        return result;
    }

    Result delete(String path, String... headers) {
        return send(request(path, headers).DELETE().build());
    }

    Result send(HttpRequest request) {
        try {
            HttpResponse<String> raw = client.send(request, HttpResponse.BodyHandlers.ofString());
            String path = raw.uri().getRawPath();
            if (path.startsWith(Routes.PREFIX)) {
                contract()
                        .checkAnswer(
                                request.method(),
                                path,
                                raw.statusCode(),
                                raw.headers().firstValue("content-type").orElse(""),
                                raw.body());
            }
            boolean json = raw.headers().firstValue("content-type").orElse("").endsWith("json");
            return new Result(raw.statusCode(), MAPPER.readTree(json ? raw.body() : "null"), raw);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    /// The headers of a person's token and of a further header.
    static String[] with(String[] caller, String name, String value) {
        return new String[] {caller[0], caller[1], name, value};
    }

    /// Claims the gateway, as the setup page does.
    Result claim() {
        return post(
                "/admin/v1/setup",
                """
                {"token":"%s","email":"Owner@Example.com","password":"correct horse battery",
                 "organisation":"Acme","team":"Core","project":"Chat"}
                """
                        .formatted(SETUP_TOKEN));
    }

    @Override
    public void close() {
        plane.close();
        server.stop();
        client.shutdownNow();
        client.close();
    }

    /// Knows a level, which is free, a time, which is pinned, and notes, of which it tells nothing.
    private static final class KnownSettings implements LiveSettings {
        @Override
        public List<Definition> definitions() {
            return List.of(
                    new Definition("log.level", "must be loud or quiet", "quiet", null),
                    new Definition("grace", "must be a time", null, new Pin("a file", "5s")));
        }

        @Override
        public void check(String name, String content) {
            if (name.equals("log.level") && !List.of("loud", "quiet").contains(content)) {
                throw new IllegalArgumentException("must be loud or quiet");
            }
            if (!name.equals("log.level") && !name.equals("grace") && !name.startsWith("note.")) {
                throw new IllegalArgumentException("'" + name + "' is no such setting");
            }
        }
    }

    /// Knows three types; the provider `good` answers a probe, any other one fails.
    static final class ProbedEngine implements Engine {

        /// What was tried without being stored like that.
        final List<ProviderConfiguration> candidates = new CopyOnWriteArrayList<>();

        @Override
        public UUID newCallId() {
            return UUID.randomUUID();
        }

        @Override
        public Caller authenticate(PresentedKey key) {
            throw new AssertionError("the control plane authenticates no callers");
        }

        @Override
        public Answer answer(Inbound inbound) {
            throw new AssertionError("the control plane answers no inferences");
        }

        @Override
        public List<ListedModel> models(Caller caller) {
            throw new AssertionError("the control plane lists no models for callers");
        }

        @Override
        public List<String> providerTypes() {
            return List.of("anthropic", "demo", "openai");
        }

        @Override
        public List<String> probe(UUID organisation, String providerUid) {
            if (providerUid.equals("good")) {
                return List.of("m1", "m2");
            }
            throw new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.CREDENTIAL_REJECTED,
                            "the provider refused the credential"));
        }

        @Override
        public List<String> probe(ProviderConfiguration candidate) {
            candidates.add(candidate);
            return probe(candidate.organisation(), candidate.uid());
        }

        @Override
        public void close() {}
    }
}
