// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.Actor;
import dev.penstock.state.Maintenance.Rekeyed;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2OnlineRekeyTest extends OnlineRekeyContract {

    private static final Actor NOBODY = new Actor(UUID.randomUUID(), null, "penstock");

    @TempDir Path images;

    @Override
    Place place() {
        return Place.H2;
    }

    private void keyInTheFile() throws IOException {
        Files.writeString(directory.resolve("master.key"), OLD.reveal());
    }

    private static StoreSettings byFile(Path at) {
        return Stores.settings(at);
    }

    private static String key(Path at) {
        try {
            return Files.readString(at.resolve("master.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same rekeying with a view of its steps.
    private static OnlineRekeying stepping(
            StoreSettings settings, Opened opened, Rekeying.Step step) {
        return new OnlineRekeying(settings, opened.database(), opened.keys(), opened.audit(), step);
    }

    /// The parts of a store that rekeying works on.
    private record Opened(Connections connections, Database database, KeyRing keys, Audit audit)
            implements AutoCloseable {

        static Opened of(StoreSettings settings) {
            Dialect dialect = Dialect.of(settings);
            Statements statements = Statements.load(dialect);
            Connections connections = new Connections(dialect, dialect.dataSource(), statements);
            Database database = new Database("data", connections, statements, 4, 0);
            TimeOrderedIds ids = new TimeOrderedIds(settings.clock(), settings.random());
            Audit audit = new Audit(settings.clock(), ids);
            KeyRing keys = Foundation.of(database, settings, audit, ids).keys();
            return new Opened(connections, database, keys, audit);
        }

        @Override
        public void close() {
            database.close();
            connections.close();
        }
    }

    @Test
    void keyOfTheFileIsMadeAnewAndThrough() throws Exception {
        keyInTheFile();
        String first;
        try (Store store = new DatabaseStoreFactory().open(byFile(directory))) {
            Rekeyed done = store.maintenance().rekey(actor(store));
            assertThat(done.sealed()).isEqualTo(PROVIDERS + 2);
            assertThat(done.made()).isTrue();
            first = key(directory);
            assertThat(first).isNotEqualTo(OLD.reveal());
            add(store, PROVIDERS);
            assertReadable(store, PROVIDERS + 1);
            assertThat(store.maintenance().rekey(actor(store)).sealed()).isEqualTo(PROVIDERS + 3);
            assertThat(key(directory)).isNotEqualTo(first);
        }
        assertThat(directory.resolve("master.key.next")).doesNotExist();
        try (Store store = new DatabaseStoreFactory().open(byFile(directory))) {
            assertReadable(store, PROVIDERS + 1);
        }
        assertThat(StoreContract.kindOf(() -> open(Secret.of(first)).close()))
                .isEqualTo(StateException.Kind.UNUSABLE);
    }

    @Test
    void deathAtAnyMomentLeavesAStartThatReadsEverything() throws Exception {
        keyInTheFile();
        Map<String, Path> deaths = new LinkedHashMap<>();
        StoreSettings settings = byFile(directory);
        try (Opened opened = Opened.of(settings)) {
            stepping(
                            settings,
                            opened,
                            moment ->
                                    deaths.put(
                                            moment,
                                            Stores.crashImage(directory, images.resolve(moment))))
                    .run(NOBODY);
            deaths.put("ended", Stores.crashImage(directory, images.resolve("ended")));
        }
        assertThat(deaths).containsOnlyKeys("prepared", "sealed", "committed", "ended");
        deaths.forEach((moment, image) -> {
            try (Store store = new DatabaseStoreFactory().open(byFile(image))) {
                assertReadable(store, PROVIDERS);
            }
            assertThat(image.resolve("master.key.next")).as(moment).doesNotExist();
            boolean old = moment.equals("prepared") || moment.equals("sealed");
            assertThat(key(image).equals(OLD.reveal())).as(moment).isEqualTo(old);
        });
    }

    @Test
    void failureBeforeTheCommitLeavesTheOldKeyInForce() throws Exception {
        keyInTheFile();
        StoreSettings settings = byFile(directory);
        try (Opened opened = Opened.of(settings)) {
            OnlineRekeying failing =
                    stepping(
                            settings,
                            opened,
                            moment -> {
                                if (moment.equals("sealed")) {
                                    throw new IllegalStateException("the disk is full");
                                }
                            });
            assertThat(StoreContract.kindOf(() -> failing.run(NOBODY)))
                    .isEqualTo(StateException.Kind.UNAVAILABLE);
            assertThat(key(directory)).isEqualTo(OLD.reveal());
            assertThat(directory.resolve("master.key.next")).doesNotExist();
            MasterKey old = MasterKey.of(OLD, "the test", settings.random());
            assertThat(opened.keys().sealing().same(old)).isTrue();
        }
        try (Store store = open(OLD)) {
            assertReadable(store, PROVIDERS);
        }
    }

    @Test
    void providerAddedMeanwhileIsSealedWithTheNewKey() throws Exception {
        keyInTheFile();
        CountDownLatch sealed = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        StoreSettings settings = byFile(directory);
        AtomicReference<byte[]> added = new AtomicReference<>();
        try (Opened opened = Opened.of(settings)) {
            Thread change =
                    Thread.ofPlatform()
                            .start(() -> {
                                await(sealed);
                                added.set(
                                        opened.database()
                                                .transaction(transaction -> {
                                                    waiting.countDown();
                                                    transaction.change(
                                                            "catalog.grow", Parameters.none());
                                                    return opened.keys()
                                                            .seal(new byte[] {1}, "place");
                                                }));
                            });
            stepping(
                            settings,
                            opened,
                            moment -> {
                                if (moment.equals("sealed")) {
                                    sealed.countDown();
                                    await(waiting);
                                }
                            })
                    .run(NOBODY);
            assertThat(change.join(Duration.ofSeconds(10))).isTrue();
            assertThat(opened.keys().current(added.get())).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
