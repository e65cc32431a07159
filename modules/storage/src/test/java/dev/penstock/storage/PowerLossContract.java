// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// With a journal that is forced to the disk, a loss of power loses nothing that callers were told is done:
/// whatever becomes of the bytes behind the last force, the store opens and has the rows.
@Tag("long")
abstract class PowerLossContract {

    // Each round begins with an empty store: a store of many rows is slow to compare.
    private static final int ROUNDS = Boolean.getBoolean("penstock.long") ? 10 : 1;
    private static final int CUTS = 10;
    private static final int THREADS = 8;
    private static final int FILE_BYTES = 20_000;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path directory;
    @TempDir Path images;

    private final ForcedFiles files = new ForcedFiles();
    private final UUID organisation = UUID.randomUUID();
    private final Set<UUID> opened = ConcurrentHashMap.newKeySet();
    private final Set<UUID> closed = ConcurrentHashMap.newKeySet();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean stopped;
    private Store store;

    abstract Place place();

    private StoreSettings settings(Path of) {
        return place().settings(of, null, InstantSource.system());
    }

    @BeforeEach
    void open() {
        StoreSettings plain = settings(directory);
        store =
                StoreOpening.open(
                        new StoreSettings(
                                directory,
                                plain.database(),
                                plain.masterKey(),
                                true,
                                plain.replica(),
                                plain.boot(),
                                plain.clock(),
                                plain.random()),
                        new JournalOptions(files, FILE_BYTES));
        for (int i = 0; i < THREADS; i++) {
            callers.add(Thread.ofPlatform().daemon().start(this::call));
        }
    }

    @AfterEach
    void close() {
        stopped = true;
        callers.forEach(caller -> assertThat(Waiting.join(caller, SOON)).isTrue());
        store.close();
        place().clear();
    }

    private void call() {
        while (!stopped) {
            LedgerEntry.Opened row = Rows.opened(organisation);
            try {
                store.ledger().open(row, Ledger.Durability.JOURNALED);
            } catch (FailureException e) {
                continue;
            }
            opened.add(row.attempt());
            store.ledger().close(Rows.settled(row));
            closed.add(row.attempt());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    static IntStream rounds() {
        return IntStream.range(0, ROUNDS);
    }

    @ParameterizedTest(name = "round {0}")
    @MethodSource("rounds")
    void bytesBehindTheLastForceDecideNothing(int round) {
        Random random = new Random();
        for (int cut = 0; cut < CUTS; cut++) {
            int enough = opened.size() + random.nextInt(100);
            Eventually.holds(SOON, () -> opened.size() >= enough);
            Path image;
            Set<UUID> openedBefore;
            Set<UUID> closedBefore;
            Map<Path, Long> forced;
            files.holdForces();
            try {
                files.awaitUnforcedBytes(SOON);
                // A close that waits for a second returns unwritten; this is quicker.
                forced = files.forced();
                openedBefore = Set.copyOf(opened);
                closedBefore = Set.copyOf(closed);
                image = imageOfOneMoment("" + cut);
            } finally {
                files.releaseForces();
            }
            String damage = damage(image, forced, random);
            assertHasAll(
                    image, openedBefore, closedBefore, "cut " + round + "." + cut + ": " + damage);
        }
    }

    // What was forced is still brought into the database, and its files are removed; an image taken
    // meanwhile would be of two moments.
    private Path imageOfOneMoment(String name) {
        JournalFolder journal = new JournalFolder(directory.resolve("journal"));
        for (int again = 0; ; again++) {
            try {
                List<Long> before = journal.numbers();
                Path image = images.resolve(name + "-" + again);
                place().image(directory, image);
                if (journal.numbers().equals(before)) {
                    return image;
                }
            } catch (IOException | UncheckedIOException e) {
                assertThat(e).hasStackTraceContaining("NoSuchFile");
            }
            assertThat(again).as("the journal comes to rest").isLessThan(100);
        }
    }

    // What the disk had not been told to keep is gone, in part, or is anything.
    private static String damage(Path image, Map<Path, Long> forced, Random random) {
        StringBuilder done = new StringBuilder();
        forced.forEach((original, length) -> {
            Path file = image.resolve("journal").resolve(original.getFileName().toString());
            try {
                if (!Files.exists(file) || Files.size(file) <= length) {
                    return;
                }
                byte[] bytes = Files.readAllBytes(file);
                int from = Math.toIntExact(length);
                int to = from + random.nextInt(bytes.length - from + 1);
                byte[] left =
                        java.util.Arrays.copyOf(bytes, random.nextBoolean() ? to : bytes.length);
                if (random.nextBoolean()) {
                    for (int i = Math.min(to, left.length); i < left.length; i++) {
                        left[i] = 0;
                    }
                } else if (left.length > from) {
                    left[from + random.nextInt(left.length - from)] ^=
                            (byte) (1 + random.nextInt(255));
                }
                Files.write(file, left);
                done.append(' ')
                        .append(length)
                        .append('/')
                        .append(bytes.length)
                        .append("->")
                        .append(left.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(done.toString()).as("something was not forced").isNotEmpty();
        return done.toString();
    }

    private void assertHasAll(Path image, Set<UUID> open, Set<UUID> done, String what) {
        try (Store after = new DatabaseStoreFactory().open(settings(image))) {
            Map<UUID, LedgerEntry> rows = new LinkedHashMap<>();
            List<LedgerEntry> page = after.calls().recent(organisation, null, 500);
            while (!page.isEmpty()) {
                for (LedgerEntry row : page) {
                    assertThat(rows.put(row.opened().attempt(), row)).as(what).isNull();
                }
                page = after.calls().recent(organisation, page.getLast().opened().attempt(), 500);
            }
            assertThat(rows.keySet()).as(what).containsAll(open);
            assertThat(rows.values()).as(what).noneMatch(r -> r.state() == LedgerEntry.State.OPEN);
            assertThat(done)
                    .as(what)
                    .allSatisfy(attempt ->
                            assertThat(rows.get(attempt).closed().outcome()).isEqualTo("ok"));
        }
    }
}
