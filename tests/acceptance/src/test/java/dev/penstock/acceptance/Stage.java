// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.AnthropicUpstream;
import dev.penstock.kit.FaultUpstream;
import dev.penstock.kit.OpenAiUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import tools.jackson.databind.node.ObjectNode;

/// A running gateway with an owner, three kinds of upstream and a key for all of them.
///
/// Providers: `oai` (simulated OpenAI), `ant` (simulated Anthropic, passes unknown names), `raw` (an
/// OpenAI-shaped provider that is scripted byte by byte) and `demo` (from the plugins folder).
final class Stage implements AutoCloseable, TestWatcher {
    private final OpenAiUpstream openAi = OpenAiUpstream.start();
    private final AnthropicUpstream anthropic = AnthropicUpstream.start();
    private final FaultUpstream raw = FaultUpstream.start();
    private final Path folder;
    private final Database database;
    private final Map<String, String> environment;
    private Penstock penstock;
    private AdminClient admin;
    private Http http;
    private final String key;

    private Stage(Store store, Map<String, String> settings) {
        database = store.create();
        environment = new HashMap<>(database.environment());
        environment.putAll(settings);
        try {
            folder = Files.createTempDirectory("penstock-acceptance");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        penstock = Penstock.start(folder, environment);
        admin = new AdminClient(penstock.origin());
        http = new Http(penstock.origin());
        admin.setup(penstock.setupToken());
        admin.addProvider(provider("oai", "openai", openAi.baseUrl(), openAi.key()));
        admin.addProvider(
                provider("ant", "anthropic", anthropic.baseUrl(), anthropic.key())
                        .put("passes_unknown_names", true));
        admin.addProvider(provider("raw", "openai", raw.origin() + "/v1", "sk-raw"));
        key = admin.issueKey("tests", "*").path("key").asString();
    }

    static Stage open() {
        return open(Store.H2);
    }

    static Stage open(Store store) {
        return new Stage(store, Map.of());
    }

    static Stage open(Store store, String variable, String value) {
        return new Stage(store, Map.of(variable, value));
    }

    OpenAiUpstream openAi() {
        return openAi;
    }

    AnthropicUpstream anthropic() {
        return anthropic;
    }

    FaultUpstream raw() {
        return raw;
    }

    Penstock penstock() {
        return penstock;
    }

    Database database() {
        return database;
    }

    /// Starts another gateway on the same database, with a folder of its own.
    Penstock another(Path elsewhere, String replica) {
        Map<String, String> other = new HashMap<>(environment);
        other.put("PENSTOCK_REPLICA", replica);
        return Penstock.start(elsewhere, other);
    }

    AdminClient admin() {
        return admin;
    }

    Http http() {
        return http;
    }

    String key() {
        return key;
    }

    Door door() {
        return new Door(penstock.origin(), key);
    }

    /// The name under which a caller reaches the upstream of a lane.
    String model(Lane lane) {
        return switch (lane) {
            case OPENAI -> "oai/" + Dialect.OPENAI.model();
            case ANTHROPIC -> "ant/" + Dialect.ANTHROPIC.model();
            case DEMO -> "demo/echo";
        };
    }

    /// Headers with which a caller of that format presents the key.
    Map<String, String> headers(Dialect dialect) {
        return switch (dialect) {
            case OPENAI -> Map.of("authorization", "Bearer " + key);
            case ANTHROPIC -> Map.of("x-api-key", key, "anthropic-version", "2023-06-01");
        };
    }

    /// Starts the gateway again on the same data and signs in.
    void restart() {
        admin.close();
        http.close();
        penstock = Penstock.start(folder, environment);
        URI origin = penstock.origin();
        admin = new AdminClient(origin);
        http = new Http(origin);
        admin.signIn();
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        System.err.printf("--- log of the server, %s ---%n%s%n", context.getDisplayName(), tail());
    }

    private String tail() {
        String log = penstock.log();
        return log.substring(Math.max(0, log.length() - 8_000));
    }

    static ObjectNode provider(String uid, String type, String baseUrl, String apiKey) {
        return Json.object()
                .put("uid", uid)
                .put("type", type)
                .put("base_url", baseUrl)
                .put("api_key", apiKey);
    }

    @Override
    public void close() {
        admin.close();
        http.close();
        try {
            penstock.close();
        } finally {
            openAi.close();
            anthropic.close();
            raw.close();
            database.close();
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException left) {
            System.err.println("Left behind: " + left);
        }
    }
}
