// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import dev.penstock.state.DatabaseServer;
import dev.penstock.state.StateException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The gateway that runs here, or the store that it would open, and the database server.
final class StoreChecks {

    static final String GATEWAY = "gateway";
    static final String STORE = "store";
    static final String DATABASE = "database";
    static final String DATABASE_CLOCK = "database clock";

    /// A gateway runs here.
    static final Finding RUNNING = Finding.ok(GATEWAY, "runs on this data folder", "");

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FAR = Duration.ofMillis(20);
    private static final Duration SKEW = Duration.ofSeconds(1);
    private static final Duration WRONG = Duration.ofMinutes(1);
    private static final int OLDEST = 14;

    private StoreChecks() {}

    /// Whether a gateway has the data folder open: then the finding is [#RUNNING].
    static Finding gateway(Settings settings) {
        try {
            return Offline.held(settings)
                    ? RUNNING
                    : Finding.ok(GATEWAY, "none runs on this data folder", "");
        } catch (StateException e) {
            return Finding.fail(GATEWAY, String.valueOf(e.getMessage()), "can be looked for");
        }
    }

    /// Schema and master key, as far as they can be looked at.
    static Finding store(Settings settings, boolean running) {
        String rule = "a known schema, and the master key that fits";
        try {
            boolean all = Offline.store(settings);
            return Finding.ok(
                    STORE,
                    all || settings.database() != null
                            ? "a start could open it"
                            : running ? "open in the gateway" : "open in another process",
                    rule);
        } catch (StateException e) {
            return Finding.fail(STORE, String.valueOf(e.getMessage()), rule);
        }
    }

    /// What the gateway says of itself.
    static List<Finding> health(URI management) {
        String rule = "says UP on " + management;
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(management.resolve("/health/ready"))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            List<Finding> findings = new ArrayList<>();
            for (Map.Entry<String, JsonNode> part :
                    JsonMapper.shared().readTree(answer.body()).path("checks").properties()) {
                findings.add(part(part.getKey(), part.getValue().asString(""), rule));
            }
            return findings.isEmpty() ? List.of(silent(rule)) : findings;
        } catch (IOException | JacksonException _) {
            return List.of(silent(rule));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of(silent(rule));
        }
    }

    private static Finding part(String name, String word, String rule) {
        String check = "health, " + name;
        return word.equals("UP")
                ? Finding.ok(check, word, rule)
                : Finding.fail(
                        check,
                        word,
                        rule,
                        name.equals("accepting")
                                ? "it is being stopped; wait for it"
                                : "look at the log of the gateway, and at the checks below");
    }

    private static Finding silent(String rule) {
        return Finding.fail(
                "health",
                "no answer",
                rule,
                "set management.host and management.port as the gateway has them; if they are, it"
                        + " hangs: look at its log");
    }

    static List<Finding> database(Settings settings) {
        try {
            return Offline.server(settings)
                    .map(StoreChecks::server)
                    .orElseGet(() -> List.of(Finding.ok(DATABASE, "embedded", "")));
        } catch (StateException e) {
            return List.of(
                    Finding.fail(DATABASE, String.valueOf(e.getMessage()), "lets this gateway in"));
        }
    }

    static List<Finding> server(DatabaseServer server) {
        return List.of(version(server), clock(server.ahead()));
    }

    private static Finding version(DatabaseServer server) {
        String value =
                "PostgreSQL "
                        + server.version()
                        + ", answers in "
                        + Amount.millis(server.latency());
        String rule = OLDEST + " or newer, within " + FAR.toMillis() + " ms";
        if (Integer.parseInt(server.version().split("\\D", 2)[0]) < OLDEST) {
            return Finding.fail(DATABASE, value, rule, "use a newer server");
        }
        return server.latency().compareTo(FAR) > 0
                ? Finding.warn(DATABASE, value, rule, "each call waits for it: bring it nearer")
                : Finding.ok(DATABASE, value, rule);
    }

    private static Finding clock(Duration ahead) {
        String value =
                String.format(Locale.ROOT, "%+.3f s against this machine", ahead.toNanos() / 1e9);
        String rule = "the same time, within " + SKEW.toSeconds() + " s";
        String advice = "let a time service keep both clocks (NTP)";
        if (ahead.abs().compareTo(WRONG) > 0) {
            return Finding.fail(DATABASE_CLOCK, value, rule, advice);
        }
        return ahead.abs().compareTo(SKEW) > 0
                ? Finding.warn(DATABASE_CLOCK, value, rule, advice)
                : Finding.ok(DATABASE_CLOCK, value, rule);
    }
}
