// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A process that is killed loses nothing that its callers were told is done.
@Tag("long")
abstract class KillContract {

    // Each round begins with an empty store: a store of many rows is slow to compare.
    private static final int ROUNDS = Boolean.getBoolean("penstock.long") ? 20 : 1;
    private static final int KILLS = 5;

    @TempDir Path directory;

    private final UUID organisation = UUID.randomUUID();
    private final Set<UUID> opened = new HashSet<>();
    private final Set<UUID> closed = new HashSet<>();

    abstract Place place();

    @AfterEach
    void clear() {
        place().clear();
    }

    private Process start() throws IOException {
        String path =
                System.getProperty("jdk.module.path")
                        + File.pathSeparator
                        + System.getProperty("java.class.path")
                        + File.pathSeparator
                        + Path.of("target", "test-classes").toAbsolutePath();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        path,
                        KilledGateway.class.getName(),
                        directory.toString(),
                        organisation.toString(),
                        url())
                .redirectError(errors().toFile())
                .start();
    }

    private Path errors() {
        return directory.resolveSibling(directory.getFileName() + ".err");
    }

    private String told() throws IOException {
        return Files.exists(errors()) ? Files.readString(errors()) : "";
    }

    private String url() {
        DatabaseSettings database = settings().database();
        return database == null ? "" : database.url();
    }

    private StoreSettings settings() {
        return place().settings(directory, null, InstantSource.system());
    }

    private void killAfter(int lines) throws Exception {
        Process process = start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
            int seen = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                seen++;
                if (seen == 1) {
                    assertThat(heldByAnother()).isEqualTo(StateException.Kind.UNUSABLE);
                }
                if (seen == lines) {
                    // By the handle: Process.destroyForcibly closes what is still to be read.
                    process.toHandle().destroyForcibly();
                }
                note(line);
            }
            assertThat(seen)
                    .as("the process worked until it was killed: %s", told())
                    .isGreaterThanOrEqualTo(lines);
        } finally {
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private StateException.Kind heldByAnother() {
        return StoreContract.kindOf(() -> new DatabaseStoreFactory().open(settings()).close());
    }

    // The last line may be torn by the kill.
    private void note(String line) {
        if (line.length() == "opened ".length() + 36) {
            UUID attempt = UUID.fromString(line.substring("opened ".length()));
            (line.startsWith("opened") ? opened : closed).add(attempt);
        }
    }

    static IntStream rounds() {
        return IntStream.range(0, ROUNDS);
    }

    @ParameterizedTest(name = "round {0}")
    @MethodSource("rounds")
    void killedProcessLosesNothingAndDoublesNothing(int round) throws Exception {
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            int lines = 100 + random.nextInt(900);
            killAfter(lines);
            Map<UUID, LedgerEntry> rows;
            try (Store store = new DatabaseStoreFactory().open(settings())) {
                rows = rows(store);
            }
            assertThat(rows.keySet())
                    .as("kill %s.%s after %s lines", round, kill, lines)
                    .containsAll(opened);
            assertThat(rows.values()).noneMatch(row -> row.state() == LedgerEntry.State.OPEN);
            assertThat(closed)
                    .allSatisfy(attempt ->
                            assertThat(rows.get(attempt).closed().outcome()).isEqualTo("ok"));
        }
    }

    @Test
    void processThatNobodyHearsEndsByItself() throws Exception {
        for (boolean deaf : new boolean[] {true, false}) {
            Process process = start();
            try (BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII)) {
                assertThat(reader.readLine()).as(told()).startsWith("opened");
                if (deaf) {
                    process.getOutputStream().close();
                }
            } finally {
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Map<UUID, LedgerEntry> rows(Store store) {
        Map<UUID, LedgerEntry> rows = new LinkedHashMap<>();
        List<LedgerEntry> page = store.calls().recent(organisation, null, 500);
        while (!page.isEmpty()) {
            for (LedgerEntry row : page) {
                assertThat(rows.put(row.opened().attempt(), row)).as("one row each").isNull();
            }
            page = store.calls().recent(organisation, page.getLast().opened().attempt(), 500);
        }
        return rows;
    }
}
