// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.Configuration;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.Ledger;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in a backup of a store, and what is not.
class BackupTest {

    private static final int CALLERS = 8;
    private static final int BACKUPS = 5;
    private static final Duration PACE = Duration.ofMillis(5);

    @TempDir Path directory;
    @TempDir Path elsewhere;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();

    private Store open() {
        return factory.open(Stores.settings(directory));
    }

    private static Actor actor(Store store) {
        return new Actor(store.accounts().firstTenant().organisation(), null, "penstock");
    }

    private Path backup(Store store, String name) {
        Path file = elsewhere.resolve(name);
        try (Backup backup = store.maintenance().backup(actor(store));
                OutputStream to = Files.newOutputStream(file)) {
            backup.writeTo(to);
            to.flush();
            assertThat(Files.size(file)).isEqualTo(backup.bytes());
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path restored(Path archive, String name) throws IOException {
        Path folder = Files.createDirectory(elsewhere.resolve(name));
        Files.copy(directory.resolve("master.key"), folder.resolve("master.key"));
        factory.restore(Stores.settings(folder), archive, false);
        return folder;
    }

    private static Map<UUID, LedgerEntry> rows(Store store, UUID organisation) {
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

    private static void work(Store store, UUID organisation, Set<UUID> closed, AtomicBoolean over) {
        while (!over.get()) {
            LedgerEntry.Opened row = Rows.opened(organisation);
            store.ledger().open(row, Ledger.Durability.JOURNALED);
            store.ledger().close(Rows.settled(row));
            closed.add(row.attempt());
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    @Test
    void everyCallThatHadEndedBeforeABackupUnderLoadIsInItOnce() throws Exception {
        UUID organisation = UUID.randomUUID();
        Set<UUID> closed = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Map<Path, Set<UUID>> before = new LinkedHashMap<>();
        try (Store store = StoreOpening.open(Stores.settings(directory), smallFiles())) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(
                        Thread.ofPlatform().start(() -> work(store, organisation, closed, over)));
            }
            try {
                for (int i = 0; i < BACKUPS; i++) {
                    int enough = closed.size() + 300;
                    awaitSize(closed, enough);
                    Set<UUID> ended = new HashSet<>(closed);
                    before.put(backup(store, "b" + i + ".zip"), ended);
                }
            } finally {
                over.set(true);
            }
            for (Thread caller : callers) {
                assertThat(caller.join(StoreContract.SOON)).isTrue();
            }
        }
        assertThat(failures).as("calls that a backup disturbed").isEmpty();
        int number = 0;
        for (Map.Entry<Path, Set<UUID>> backup : before.entrySet()) {
            Path folder = restored(backup.getKey(), "r" + number++);
            try (Store store = factory.open(Stores.settings(folder))) {
                Map<UUID, LedgerEntry> rows = rows(store, organisation);
                assertThat(rows.keySet()).containsAll(backup.getValue());
                assertThat(backup.getValue())
                        .allSatisfy(attempt ->
                                assertThat(rows.get(attempt).closed().outcome()).isEqualTo("ok"));
                assertThat(rows.values())
                        .as("what was open is settled as an estimate by the start")
                        .noneMatch(row -> row.state() == LedgerEntry.State.OPEN);
            }
        }
    }

    // Many of them are finished and removed while they are copied.
    private static JournalOptions smallFiles() {
        return new JournalOptions(JournalOptions.standard().maker(), 50_000);
    }

    private static void awaitSize(Set<UUID> set, int size) {
        long end = System.nanoTime() + StoreContract.SOON.toNanos() * 3;
        while (set.size() < size) {
            assertThat(System.nanoTime()).as("%s calls", size).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void backupOfAStoppedGatewayIsTheSame() throws Exception {
        UUID organisation = UUID.randomUUID();
        LedgerEntry.Opened row = Rows.opened(organisation);
        try (Store store = open()) {
            store.ledger().open(row, Ledger.Durability.JOURNALED);
            store.ledger().close(Rows.settled(row));
            assertThat(StoreContract.kindOf(() -> factory.backup(Stores.settings(directory))))
                    .isEqualTo(StateException.Kind.UNUSABLE);
        }
        Path file = elsewhere.resolve("stopped.zip");
        try (Backup backup = factory.backup(Stores.settings(directory));
                OutputStream to = Files.newOutputStream(file)) {
            backup.writeTo(to);
        }
        try (Store store = factory.open(Stores.settings(restored(file, "r")))) {
            assertThat(rows(store, organisation)).containsOnlyKeys(row.attempt());
        }
        open().close();
    }

    @Test
    void manifestTellsWhatIsInItAndWhichKeyItNeeds() {
        try (Store store = open();
                Backup backup = store.maintenance().backup(actor(store))) {
            BackupManifest manifest = backup.manifest();
            assertThat(manifest.format()).isEqualTo(1);
            assertThat(manifest.schema()).isEqualTo(new H2Dialect(directory).newestMigration());
            assertThat(manifest.replica()).isEqualTo("replica-1");
            assertThat(manifest.masterKey()).matches("[0-9a-f]{16}");
            assertThat(manifest.entries())
                    .extracting(BackupManifest.Entry::name)
                    .contains("penstock.mv.db");
        }
    }

    @Test
    void secondBackupIsRefusedUntilTheFirstIsClosed() {
        try (Store store = open()) {
            Backup first = store.maintenance().backup(actor(store));
            assertThat(StoreContract.kindOf(() -> store.maintenance().backup(actor(store))))
                    .isEqualTo(StateException.Kind.CONFLICT);
            first.close();
            first.close();
            store.maintenance().backup(actor(store)).close();
            assertThat(directory.resolve("backup.tmp")).doesNotExist();
        }
    }

    @Test
    void backupThatIsClosedIsNotWrittenAnyFurther() {
        try (Store store = open()) {
            Backup backup = store.maintenance().backup(actor(store));
            backup.close();
            assertThatIOException()
                    .isThrownBy(() -> backup.writeTo(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void noSecretIsInABackup() throws Exception {
        String upstream = "sk-upstream-0123456789-canary";
        Secret issued = IssuedKey.generate(new SecureRandom());
        Path file;
        try (Store store = open()) {
            store.configuration()
                    .addProvider(actor(store), StoreContract.provider("main", upstream));
            store.accounts()
                    .claim(
                            new Accounts.Claim(
                                    "Acme", "Core", "Chat", "ada@example.org", "$argon2id$hash"));
            Tenant tenant = store.accounts().firstTenant();
            store.configuration()
                    .addKey(
                            actor(store),
                            new Configuration.NewKey(
                                    tenant.team(),
                                    tenant.project(),
                                    "label-canary",
                                    store.keyDigests().digest(issued),
                                    IssuedKey.lastFour(issued),
                                    ModelPatterns.all(),
                                    null));
            file = backup(store, "canary.zip");
        }
        byte[] contents = contents(file);
        String masterKey = Files.readString(directory.resolve("master.key")).strip();
        assertThat(holds(contents, "label-canary".getBytes(StandardCharsets.UTF_8)))
                .as("what is no secret is found, so the search works")
                .isTrue();
        for (String secret : List.of(upstream, issued.reveal(), masterKey)) {
            assertThat(holds(contents, secret.getBytes(StandardCharsets.UTF_8))).isFalse();
            assertThat(holds(contents, secret.getBytes(StandardCharsets.UTF_16BE))).isFalse();
        }
        assertThat(holds(contents, Base64.getDecoder().decode(masterKey))).isFalse();
    }

    private static byte[] contents(Path file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                zip.getInputStream(entries.nextElement()).transferTo(all);
            }
        }
        all.write(Files.readAllBytes(file));
        return all.toByteArray();
    }

    private static boolean holds(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    @Test
    void deathInTheMiddleOfABackupLeavesNothingThatStopsAStart() throws Exception {
        Path image = elsewhere.resolve("image");
        try (Store store = open();
                Backup _ = store.maintenance().backup(actor(store))) {
            Files.writeString(directory.resolve("backup.tmp/database.zip"), "half of a copy");
            Stores.crashImage(directory, image);
        }
        assertThat(image.resolve("backup.tmp/archive.zip")).exists();
        try (Store store = factory.open(Stores.settings(image))) {
            assertThat(image.resolve("backup.tmp")).doesNotExist();
            store.maintenance().backup(actor(store)).close();
        }
    }

    @Test
    void dataFolderIsForItsOwnerAlone() throws Exception {
        Path made = elsewhere.resolve("deep/data");
        factory.open(Stores.settings(made)).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }
}
