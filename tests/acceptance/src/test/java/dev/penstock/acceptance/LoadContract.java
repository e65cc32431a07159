// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.BilledCall;
import dev.penstock.kit.Journal;
import dev.penstock.kit.Tokens;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Many calls at once, some of which fail or are left: the books agree with the providers' bills.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LoadContract {
    private static final int CALLS = Boolean.getBoolean("penstock.long") ? 2_000 : 200;
    private static final int AT_ONCE = 16;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<Lane> LANES = List.of(Lane.OPENAI, Lane.ANTHROPIC);

    private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

    @RegisterExtension final Stage stage;
    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    LoadContract(Store store) {
        stage = Stage.open(store);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    @Test
    void rowsAreTheCallsThatArrivedAndCostWhatWasBilled() throws Exception {
        System.out.println("LoadContract: -Dpenstock.seed=" + seed);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            Lane lane = LANES.get(call % 2);
            answer(lane, any());
            Dialect dialect = random.nextBoolean() ? Dialect.OPENAI : Dialect.ANTHROPIC;
            Mode mode = random.nextBoolean() ? Mode.PLAIN : Mode.STREAMED;
            boolean leaves = mode == Mode.STREAMED && random.nextInt(10) == 0;
            calls.add(() -> leaves ? left(dialect, lane) : read(dialect, lane, mode));
        }
        Map<Integer, Long> statuses = run(calls);
        assertThat(statuses.keySet())
                .as("%s, seed %d", statuses, seed)
                .isSubsetOf(200, 400, 429, 500, 502, 503, 529);
        assertThat(statuses).as("seed %d", seed).containsKeys(200, 502);

        List<JsonNode> rows = awaitRows();

        for (Lane lane : LANES) {
            compare(lane, rows);
        }
        assertThat(rows.stream().map(r -> r.path("attempt").asString()).distinct())
                .as("seed %d", seed)
                .hasSize(CALLS);
        assertThat(rows.stream().map(r -> r.path("call").asString()).distinct())
                .as("seed %d", seed)
                .hasSize(CALLS);
        JsonNode usage = stage.admin().usage();
        assertThat(usage.path("calls").asInt()).isEqualTo(CALLS);
        assertThat(usage.path("attempts").asInt()).isEqualTo(CALLS);
    }

    /// Each line of the bill has its row, whole answers cost exactly that, and what ended early is
    /// near. Refusals cost nothing; a failure inside the provider may have cost something nobody told,
    /// and is put down as estimated.
    private void compare(Lane lane, List<JsonNode> rows) {
        List<JsonNode> ofLane =
                rows.stream()
                        .filter(r -> r.path("public_model").asString().equals(stage.model(lane)))
                        .toList();
        assertThat(ofLane)
                .as("rows of %s, seed %d", lane, seed)
                .hasSize(journal(lane).exchanges().size());
        Map<String, BilledCall> bill =
                bill(lane).stream()
                        .collect(Collectors.toMap(BilledCall::requestId, Function.identity()));
        double billed = bill.values().stream().mapToDouble(line -> cost(lane, line)).sum();
        double recorded = 0;
        for (JsonNode row : ofLane) {
            String about = "%s, seed %d".formatted(row, seed);
            double cost = row.path("cost_usd").asDouble();
            BilledCall line = bill.remove(row.path("upstream_id").asString(""));
            if (line == null) {
                unbilled(row, cost, about);
            } else {
                recorded += cost;
                if (row.path("outcome").asString().equals("ok")) {
                    assertThat(cost).as(about).isCloseTo(cost(lane, line), EXACTLY);
                }
            }
        }
        assertThat(bill).as("lines without a row, seed %d", seed).isEmpty();
        assertThat(recorded / billed).as("%s, seed %d", lane, seed).isBetween(0.95, 1.05);
    }

    private static void unbilled(JsonNode row, double cost, String about) {
        if (row.path("state").asString().equals("released")) {
            assertThat(cost).as(about).isZero();
        } else {
            assertThat(row.path("outcome").asString()).as(about).isEqualTo("upstream_failed");
            assertThat(row.path("usage").path("source").asString()).isEqualTo("estimated");
        }
    }

    /// Most are well; the others break in one of the ways that providers do.
    private Answer any() {
        Answer text = Answer.text("It", " is", " rain", "ing.").tokens(Tokens.of(800, 4));
        return switch (random.nextInt(20)) {
            case 0 -> Answer.refused(400, "invalid_request_error", "no");
            case 1 -> Answer.refused(429, "rate_limit_error", "slow down");
            case 2 -> Answer.refused(500, "server_error", "oops");
            case 3 -> Answer.refused(503, "overloaded_error", "busy");
            case 4 -> text.cutAfter(1 + random.nextInt(4));
            case 5 -> text.resetAfter(1 + random.nextInt(4));
            case 6 -> text.failedAfter(1 + random.nextInt(4), "server_error", "broken");
            default -> text;
        };
    }

    private int read(Dialect dialect, Lane lane, Mode mode) {
        String body = Requests.rain(dialect, stage.model(lane), mode);
        return stage.http().post(Calls.path(dialect), stage.headers(dialect), body).statusCode();
    }

    /// Leaves after the first line.
    private int left(Dialect dialect, Lane lane) {
        String body = Requests.rain(dialect, stage.model(lane), Mode.STREAMED);
        HttpResponse<Stream<String>> answer =
                stage.http().lines(Calls.path(dialect), stage.headers(dialect), body);
        try (Stream<String> lines = answer.body()) {
            assertThat(lines.findFirst()).isNotNull();
        } catch (UncheckedIOException broken) {
            // It was a broken one.
        }
        return answer.statusCode();
    }

    private static Map<Integer, Long> run(List<Callable<Integer>> calls) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Integer> done : callers.invokeAll(calls, 5, TimeUnit.MINUTES)) {
                statuses.add(done.get());
            }
        }
        return statuses.stream().collect(Collectors.groupingBy(s -> s, Collectors.counting()));
    }

    private List<JsonNode> awaitRows() {
        return Eventually.that(
                SOON,
                () -> {
                    List<JsonNode> rows = stage.admin().rows();
                    boolean open =
                            rows.stream().anyMatch(r -> r.path("state").asString().equals("open"));
                    return rows.size() == CALLS && !open ? rows : null;
                },
                () -> "%d closed rows, seed %d".formatted(CALLS, seed));
    }

    private static double cost(Lane lane, BilledCall call) {
        return Requests.dollars(lane, call.tokens());
    }

    private void answer(Lane lane, Answer answer) {
        if (lane == Lane.OPENAI) {
            stage.openAi().answer(answer);
        } else {
            stage.anthropic().answer(answer);
        }
    }

    private Journal journal(Lane lane) {
        return lane == Lane.OPENAI ? stage.openAi().journal() : stage.anthropic().journal();
    }

    private List<BilledCall> bill(Lane lane) {
        return lane == Lane.OPENAI
                ? stage.openAi().bill().calls()
                : stage.anthropic().bill().calls();
    }
}
