// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.BilledCall;
import dev.penstock.kit.Exchange;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Tokens;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The whole process is killed (SIGKILL) under load, with streams running, again and again.
///
/// Every call asks for a public name of its own, so its request at the provider and its row can be
/// told.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KillContract {
    private static final int KILLS = Boolean.getBoolean("penstock.long") ? 25 : 3;
    private static final int CALLS = 40;
    private static final int AT_ONCE = 16;
    private static final int HELD = 4;
    private static final List<Lane> LANES = List.of(Lane.OPENAI, Lane.ANTHROPIC);
    private static final Duration SOON = Duration.ofSeconds(30);
    // The promise is ten seconds, for a machine that does nothing else.
    private static final Duration READY = Duration.ofSeconds(50);
    private static final Tokens CHARGED = Tokens.of(800, 4);
    private static final Pattern NAME = Pattern.compile("kill-\\d+-call-\\d+");
    private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

    @RegisterExtension final Stage stage;
    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Lane> lanes = new HashMap<>();

    KillContract(Store store) {
        stage = Stage.open(store);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    @Test
    void everyBilledCallHasItsOneRowAfterEachKill() throws Exception {
        System.out.println("KillContract: -Dpenstock.seed=" + seed);
        for (int kill = 0; kill < KILLS; kill++) {
            killUnderLoad(kill);
            long begin = System.nanoTime();
            stage.restart();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(READY);
            compare("kill %d, seed %d".formatted(kill, seed));
        }
    }

    private void killUnderLoad(int kill) throws Exception {
        Gate gate = new Gate();
        for (Lane lane : LANES) {
            for (int i = 0; i < CALLS / 2; i++) {
                answer(lane, i, gate);
            }
        }
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Lane lane = LANES.get(i % 2);
            String name = "kill-%d-call-%d".formatted(kill, i);
            String[] target = stage.model(lane).split("/", 2);
            stage.admin().addModel(name, target[0], target[1]);
            lanes.put(name, lane);
            Dialect dialect = random.nextBoolean() ? Dialect.OPENAI : Dialect.ANTHROPIC;
            Mode mode = random.nextInt(4) == 0 ? Mode.PLAIN : Mode.STREAMED;
            calls.add(() -> call(dialect, name, mode));
        }
        int before = exchanges().size();
        int arrived = HELD * LANES.size() + random.nextInt(CALLS / 2);
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> told = calls.stream().map(callers::submit).toList();
            Eventually.that(
                    SOON,
                    () -> exchanges().size() >= before + arrived ? true : null,
                    () -> "%d calls at the providers, seed %d".formatted(arrived, seed));
            assertThat(running()).as("calls that run, seed %d", seed).isPositive();
            stage.penstock().kill();
            gate.open();
            for (Future<String> one : told) {
                one.get(SOON.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /// The first few stand at the gate when the process dies.
    private void answer(Lane lane, int number, Gate gate) {
        Answer text = Answer.text("It", " is", " rain", "ing.").tokens(CHARGED);
        Answer answer = number < HELD ? text.heldAfter(1 + random.nextInt(3), gate) : text;
        if (lane == Lane.OPENAI) {
            stage.openAi().answer(answer);
        } else {
            stage.anthropic().answer(answer);
        }
    }

    private String call(Dialect dialect, String name, Mode mode) {
        ObjectNode body = Calls.hello(dialect, name, mode);
        ((ObjectNode) body.path("messages").path(0)).put("content", name);
        try {
            HttpResponse<Stream<String>> answer =
                    stage.http()
                            .lines(Calls.path(dialect), stage.headers(dialect), body.toString());
            try (Stream<String> lines = answer.body()) {
                return lines.collect(Collectors.joining("\n"));
            }
        } catch (UncheckedIOException killed) {
            return "";
        }
    }

    private void compare(String about) {
        List<JsonNode> rows = stage.admin().rows();
        Set<String> recorded = new TreeSet<>();
        for (JsonNode row : rows) {
            String name = row.path("public_model").asString();
            assertThat(recorded.add(name)).as("one row for %s, %s", name, about).isTrue();
            assertThat(row.path("state").asString()).as("%s, %s", row, about).isEqualTo("settled");
        }
        Set<String> asked = new TreeSet<>();
        for (Exchange exchange : exchanges()) {
            Matcher name = NAME.matcher(exchange.request().text());
            assertThat(name.find()).isTrue();
            assertThat(asked.add(name.group())).as("asked once: %s, %s", name, about).isTrue();
        }
        assertThat(recorded).as(about).containsAll(asked);
        costs(rows, about);
        JsonNode usage = stage.admin().usage();
        double cost = rows.stream().mapToDouble(row -> row.path("cost_usd").asDouble()).sum();
        assertThat(usage.path("calls").asInt()).as(about).isEqualTo(rows.size());
        assertThat(usage.path("attempts").asInt()).as(about).isEqualTo(rows.size());
        assertThat(usage.path("cost_usd").asDouble()).as(about).isCloseTo(cost, EXACTLY);
    }

    /// What was finished costs what its line of the bill says; what died with the process is
    /// estimated.
    private void costs(List<JsonNode> rows, String about) {
        Map<Lane, Map<String, BilledCall>> bill =
                Map.of(
                        Lane.OPENAI, byId(stage.openAi().bill().calls()),
                        Lane.ANTHROPIC, byId(stage.anthropic().bill().calls()));
        int finished = 0;
        for (JsonNode row : rows) {
            if (row.path("outcome").asString().equals("ok")) {
                finished++;
                Lane lane = lanes.get(row.path("public_model").asString());
                BilledCall line = bill.get(lane).get(row.path("upstream_id").asString());
                assertThat(row.path("cost_usd").asDouble())
                        .as("%s, %s", row, about)
                        .isCloseTo(Requests.dollars(lane, line.tokens()), EXACTLY);
            } else {
                assertThat(row.path("outcome").asString()).isEqualTo("gateway_died");
                assertThat(row.path("usage").path("source").asString()).isEqualTo("estimated");
                assertThat(row.path("cost_usd").asDouble()).isPositive();
            }
        }
        System.out.printf("%s: %d rows, %d of them finished%n", about, rows.size(), finished);
    }

    private static Map<String, BilledCall> byId(List<BilledCall> bill) {
        return bill.stream().collect(Collectors.toMap(BilledCall::requestId, line -> line));
    }

    private List<Exchange> exchanges() {
        List<Exchange> all = new ArrayList<>(stage.openAi().journal().exchanges());
        all.addAll(stage.anthropic().journal().exchanges());
        return all;
    }

    private long running() {
        return exchanges().stream().filter(exchange -> !exchange.answered()).count();
    }
}
