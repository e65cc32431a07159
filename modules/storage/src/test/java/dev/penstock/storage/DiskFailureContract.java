// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.Ledger;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is promised when the disk of the journal fails, and when it comes back.
abstract class DiskFailureContract {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long FILE_BYTES = 2_000;

    @TempDir Path directory;
    @TempDir Path other;

    private final FaultyFiles files = new FaultyFiles();
    private final UUID organisation = UUID.randomUUID();
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
                                plain.dataDirectory(),
                                plain.database(),
                                plain.masterKey(),
                                true,
                                plain.replica(),
                                plain.boot(),
                                plain.clock(),
                                plain.random()),
                        new JournalOptions(files, FILE_BYTES));
    }

    @AfterEach
    void close() {
        files.fault = FaultyFiles.Fault.NONE;
        files.gate.countDown();
        store.close();
        place().clear();
    }

    private LedgerEntry.Opened opened() {
        LedgerEntry.Opened row = Rows.opened(organisation);
        store.ledger().open(row, Ledger.Durability.JOURNALED);
        return row;
    }

    private Failure refusal() {
        FailureException refusal =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        FailureException.class, this::opened);
        assertThat(refusal).as("the opening was expected to be refused").isNotNull();
        return refusal.failure();
    }

    private List<LedgerEntry> rows(Store of) {
        return of.calls().recent(organisation, null, 500);
    }

    private List<LedgerEntry> rowsAfterACrash() {
        try (Store image =
                new DatabaseStoreFactory().open(settings(place().image(directory, other)))) {
            return rows(image);
        }
    }

    private void awaitHealthy() {
        long end = System.nanoTime() + SOON.toNanos();
        while (!store.healthy()) {
            assertThat(System.nanoTime()).as("healthy again in time").isLessThan(end);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyFiles.Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "NO_NEW_FILE"})
    void openingThatCannotBeWrittenIsRefusedAndNeverBilled(FaultyFiles.Fault fault) {
        LedgerEntry.Opened before = opened();
        files.fault = fault;
        assertThat(refusal())
                .isInstanceOfSatisfying(
                        Failure.Gateway.class,
                        failure ->
                                assertThat(failure.kind())
                                        .isEqualTo(Failure.GatewayKind.STORE_UNAVAILABLE));
        assertThat(store.healthy()).isFalse();
        files.fault = FaultyFiles.Fault.NONE;
        awaitHealthy();
        LedgerEntry.Opened after = opened();
        store.ledger().close(Rows.settled(after));
        store.ledger().close(Rows.settled(before));
        assertThat(rowsAfterACrash())
                .filteredOn(entry -> entry.state() == LedgerEntry.State.SETTLED)
                .extracting(entry -> entry.opened().attempt())
                .containsExactlyInAnyOrder(before.attempt(), after.attempt());
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyFiles.Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "NO_NEW_FILE"})
    void closeThatCannotBeWrittenIsKeptAndWrittenLater(FaultyFiles.Fault fault) {
        LedgerEntry.Opened row = opened();
        files.fault = fault;
        long begin = System.nanoTime();
        store.ledger().close(Rows.settled(row));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(store.ledger().settle(Duration.ofMillis(50))).isFalse();
        files.fault = FaultyFiles.Fault.NONE;
        assertThat(store.ledger().settle(SOON)).isTrue();
        assertThat(rows(store)).containsExactly(new LedgerEntry(row, Rows.settled(row)));
        assertThat(rowsAfterACrash()).containsExactly(new LedgerEntry(row, Rows.settled(row)));
    }

    @Test
    void openingIsRefusedWhileNoNewFileCanBeMade() {
        files.fault = FaultyFiles.Fault.NO_NEW_FILE;
        assertThat(refusal().code()).isEqualTo("store_unavailable");
        files.fault = FaultyFiles.Fault.NONE;
        for (int i = 0; i < 30; i++) {
            opened();
        }
        assertThat(files.made).hasSizeGreaterThan(2);
        assertThat(rows(store)).hasSize(30);
    }

    @Test
    void diskThatHangsIsARefusalWithinSecondsAndTheRowIsReleasedWhenItComesBack() {
        opened();
        files.gate = new CountDownLatch(1);
        long begin = System.nanoTime();
        assertThat(refusal().code()).isEqualTo("store_unavailable");
        assertThat(refusal().code()).isEqualTo("store_unavailable");
        assertThat(store.healthy()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        files.gate.countDown();
        awaitHealthy();
        assertThat(store.ledger().settle(SOON)).isTrue();
        assertThat(rows(store))
                .filteredOn(entry -> entry.state() == LedgerEntry.State.OPEN)
                .hasSize(1);
        assertThat(rows(store))
                .filteredOn(entry -> entry.state() != LedgerEntry.State.OPEN)
                .allSatisfy(
                        entry -> assertThat(entry.state()).isEqualTo(LedgerEntry.State.RELEASED));
    }

    @Test
    void filesOfWhichEverythingIsInTheDatabaseAreRemoved() throws IOException {
        for (int i = 0; i < 100; i++) {
            store.ledger().close(Rows.settled(opened()));
        }
        assertThat(store.ledger().settle(SOON)).isTrue();
        assertThat(files.made).hasSizeGreaterThan(10);
        // The last batch may have completed its marks before it removed its files.
        assertThat(store.ledger().settle(SOON)).isTrue();
        opened();
        assertThat(store.ledger().settle(SOON)).isTrue();
        try (Stream<Path> left = Files.list(directory.resolve("journal"))) {
            assertThat(left.count()).isLessThanOrEqualTo(2);
        }
        assertThat(rowsAfterACrash()).hasSize(101);
    }

    @Test
    void closesThatAreInLineWhenTheStoreIsClosedReachTheDatabase() {
        LedgerEntry.Opened row = opened();
        files.fault = FaultyFiles.Fault.FULL;
        store.ledger().close(Rows.settled(row));
        store.close();
        try (Store again = new DatabaseStoreFactory().open(settings(directory))) {
            assertThat(again.opening().settled()).isZero();
            assertThat(rows(again)).containsExactly(new LedgerEntry(row, Rows.settled(row)));
        }
    }
}
