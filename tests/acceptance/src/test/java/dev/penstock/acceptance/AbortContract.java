// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Answer;
import dev.penstock.kit.BilledCall;
import dev.penstock.kit.Exchange;
import dev.penstock.kit.Gate;
import dev.penstock.kit.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Callers that leave at any byte: of their request, before the answer, in the middle of it.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbortContract {
    private static final int CALLS = Boolean.getBoolean("penstock.long") ? 1_000 : 24;
    private static final Duration SOON = Duration.ofSeconds(10);
    // Five times the promise of half a second, for a machine that runs other tests.
    private static final Duration GONE = Duration.ofMillis(2_500);
    private static final double TOLERANCE = 0.05;
    private static final int PIECES = 40;

    @RegisterExtension final Stage stage;
    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    AbortContract(Store store) {
        stage = Stage.open(store);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    /// When the caller leaves.
    private enum When {
        IN_THE_REQUEST,
        BEFORE_A_PLAIN_ANSWER,
        IN_A_PLAIN_ANSWER,
        BEFORE_THE_FIRST_CONTENT,
        IN_A_SILENT_STREAM,
        IN_A_RUNNING_STREAM;

        boolean streamed() {
            return this == BEFORE_THE_FIRST_CONTENT
                    || this == IN_A_SILENT_STREAM
                    || this == IN_A_RUNNING_STREAM;
        }

        boolean held() {
            return this == BEFORE_A_PLAIN_ANSWER
                    || this == BEFORE_THE_FIRST_CONTENT
                    || this == IN_A_SILENT_STREAM;
        }
    }

    /// How the caller leaves.
    private enum How {
        CLOSE,
        RESET,
        HALF_CLOSE
    }

    @Test
    void everyAbortedCallHasItsOneRowAndItsCost() throws IOException {
        System.out.println("AbortContract: -Dpenstock.seed=" + seed);
        for (Lane lane : lanes()) {
            abort(Dialect.OPENAI, lane, When.IN_A_RUNNING_STREAM, How.CLOSE);
        }
        awaitRows();
        long before = descriptors();
        List<When> whens = List.of(When.values());
        List<How> hows = List.of(How.values());
        for (int call = 0; call < CALLS; call++) {
            Lane lane = lanes().get(call % 2);
            Dialect dialect = random.nextBoolean() ? Dialect.OPENAI : Dialect.ANTHROPIC;
            When when = whens.get((call / 2) % whens.size());
            How how = hows.get(random.nextInt(hows.size()));
            try {
                abort(dialect, lane, when, how);
            } catch (AssertionError failed) {
                throw new AssertionError(
                        "Seed %d, call %d: %s at %s, %s, %s"
                                .formatted(seed, call, dialect, lane, when, how),
                        failed);
            }
        }
        List<JsonNode> rows = awaitRows();
        for (Lane lane : lanes()) {
            List<JsonNode> ofLane =
                    rows.stream()
                            .filter(r ->
                                    r.path("public_model").asString().equals(stage.model(lane)))
                            .toList();
            assertThat(ofLane).as("rows of %s, seed %d", lane, seed).hasSameSizeAs(bill(lane));
            double recorded = ofLane.stream().mapToDouble(r -> r.path("cost_usd").asDouble()).sum();
            double billed =
                    bill(lane).stream().mapToDouble(c -> Requests.dollars(lane, c.tokens())).sum();
            assertThat(recorded / billed)
                    .as("cost of %s over its bill, seed %d", lane, seed)
                    .isBetween(1 - TOLERANCE, 1 + TOLERANCE);
        }
        Eventually.that(
                SOON,
                () -> descriptors() <= before + 8 ? true : null,
                () -> descriptors() + " descriptors after " + before);
    }

    private void abort(Dialect dialect, Lane lane, When when, How how) throws IOException {
        Gate gate = new Gate();
        int pieces = when == When.IN_A_SILENT_STREAM ? 1 + random.nextInt(PIECES) : 0;
        int before = journal(lane).exchanges().size();
        if (when != When.IN_THE_REQUEST) {
            answer(lane, answer(when, pieces, gate));
        }
        try (Socket caller =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), stage.door().origin().getPort())) {
            caller.setSoTimeout(10_000);
            byte[] request = request(dialect, lane, when.streamed());
            OutputStream out = caller.getOutputStream();
            if (when == When.IN_THE_REQUEST) {
                out.write(request, 0, random.nextInt(request.length));
            } else {
                out.write(request);
                journal(lane).await(before + 1, SOON);
                if (when.held()) {
                    gate.awaitArrival(SOON);
                }
                read(caller, when);
            }
            leave(caller, how);
            if (when != When.IN_THE_REQUEST) {
                awaitEnd(journal(lane).exchanges().get(before), when);
            }
        }
    }

    /// Each piece is a token.
    private Answer answer(When when, int pieces, Gate gate) {
        // What was written of a plain answer that nobody has seen can only be guessed, and a stream
        // that runs on is billed to its end: both are short here.
        int length = when == When.IN_A_SILENT_STREAM ? PIECES + 1 : 2;
        String[] text = Collections.nCopies(length, "rain").toArray(String[]::new);
        Answer answer = Answer.text(text);
        return when.held() ? answer.heldAfter(pieces, gate) : answer;
    }

    private void read(Socket caller, When when) throws IOException {
        if (when == When.BEFORE_A_PLAIN_ANSWER || when == When.BEFORE_THE_FIRST_CONTENT) {
            return;
        }
        InputStream in = caller.getInputStream();
        assertThat(in.read()).isNotNegative();
        caller.setSoTimeout(50);
        try {
            in.readNBytes(random.nextInt(4_000));
        } catch (SocketTimeoutException silent) {
            // There is no more than that.
        }
    }

    private static void leave(Socket caller, How how) throws IOException {
        switch (how) {
            case CLOSE -> caller.close();
            case RESET -> {
                caller.setSoLinger(true, 0);
                caller.close();
            }
            case HALF_CLOSE -> caller.shutdownOutput();
        }
    }

    private static void awaitEnd(Exchange exchange, When when) {
        if (when.held()) {
            exchange.awaitPeerClosed(GONE);
            return;
        }
        Eventually.that(
                GONE,
                () -> (exchange.answered() || exchange.peerClosed()) ? true : null,
                () -> "the end of " + exchange);
    }

    /// All rows, none of them open.
    private List<JsonNode> awaitRows() {
        int calls =
                stage.openAi().journal().exchanges().size()
                        + stage.anthropic().journal().exchanges().size();
        return Eventually.that(
                SOON,
                () -> {
                    List<JsonNode> rows = stage.admin().rows();
                    boolean settled =
                            rows.stream()
                                    .allMatch(r -> r.path("state").asString().equals("settled"));
                    return rows.size() == calls && settled ? rows : null;
                },
                () -> "%d settled rows, seed %d: %s".formatted(calls, seed, stage.admin().rows()));
    }

    private byte[] request(Dialect dialect, Lane lane, boolean streamed) {
        Mode mode = streamed ? Mode.STREAMED : Mode.PLAIN;
        String body = Requests.rain(dialect, stage.model(lane), mode);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder(
                        "POST " + Calls.path(dialect) + " HTTP/1.1\r\nHost: localhost\r\n");
        stage.headers(dialect).forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("content-type: application/json\r\ncontent-length: " + bytes.length);
        return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    /// Open descriptors of the server, sockets among them; 0 where the system does not tell.
    private long descriptors() {
        Path open = Path.of("/proc", Long.toString(stage.penstock().process().pid()), "fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(open)) {
            return all.count();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private static List<Lane> lanes() {
        return List.of(Lane.OPENAI, Lane.ANTHROPIC);
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
        return new ArrayList<>(
                lane == Lane.OPENAI
                        ? stage.openAi().bill().calls()
                        : stage.anthropic().bill().calls());
    }
}
