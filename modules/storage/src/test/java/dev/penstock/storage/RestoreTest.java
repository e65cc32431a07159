// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.Backup;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreFactory.Restored;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup is put into a folder wholly or not at all.
class RestoreTest {

    private static final Secret KEY = Stores.MASTER_KEY;

    @TempDir Path directory;
    @TempDir Path other;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();
    private Path archive;
    private Path target;

    @BeforeEach
    void makeBackup() throws IOException {
        archive = other.resolve("backup.zip");
        target = other.resolve("data");
        try (Store store = open(directory)) {
            add(store, "saved");
            try (Backup backup = store.maintenance().backup(actor(store));
                    OutputStream to = Files.newOutputStream(archive)) {
                backup.writeTo(to);
            }
        }
    }

    private Store open(Path at) {
        return factory.open(Stores.settings(at, KEY, InstantSource.system()));
    }

    private Restored restore(boolean replace) {
        return factory.restore(
                Stores.settings(target, KEY, InstantSource.system()), archive, replace);
    }

    private static Actor actor(Store store) {
        return new Actor(store.accounts().firstTenant().organisation(), null, "penstock");
    }

    private static void add(Store store, String uid) {
        store.configuration().addProvider(actor(store), StoreContract.provider(uid, "secret"));
    }

    private void assertHolds(Path at, String uid) {
        try (Store store = open(at)) {
            assertThat(store.catalog().current().providers())
                    .singleElement()
                    .satisfies(provider -> assertThat(provider.uid()).isEqualTo(uid));
        }
    }

    private StateException refusal(boolean replace) {
        StateException refusal = StoreContract.catchState(() -> restore(replace));
        assertThat(refusal).as("the restoring was expected to be refused").isNotNull();
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        return refusal;
    }

    private Map<String, Long> files(Path at) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        if (Files.exists(at)) {
            try (Stream<Path> files = Files.walk(at)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    if (!file.endsWith("penstock.lock")) {
                        sizes.put(at.relativize(file).toString(), Files.size(file));
                    }
                }
            }
        }
        return sizes;
    }

    @Test
    void emptyFolderGetsWhatWasSaved() {
        Restored restored = restore(false);
        assertThat(restored.before()).isNull();
        assertThat(restored.manifest().replica()).isEqualTo("replica-1");
        assertHolds(target, "saved");
    }

    @Test
    void databaseThatIsThereIsRefusedOrKeptAside() throws Exception {
        try (Store store = open(target)) {
            add(store, "there");
        }
        assertThat(refusal(false)).hasMessageContaining("--replace");
        assertHolds(target, "there");
        Path before = restore(true).before();
        assertThat(before).hasParent(target).isDirectory();
        assertThat(before.getFileName().toString()).matches("before-restore-\\d{8}T\\d{6}Z");
        assertHolds(target, "saved");
        Path kept = Files.createDirectory(other.resolve("kept"));
        Files.move(before.resolve("penstock.mv.db"), kept.resolve("penstock.mv.db"));
        assertHolds(kept, "there");
    }

    @Test
    void runningGatewayIsARefusal() {
        try (Store running = open(target)) {
            assertThat(refusal(true))
                    .hasMessageContaining("another process has the data directory");
            assertThat(running.healthy()).isTrue();
        }
    }

    @Test
    void archiveThatIsCutOffAnywhereIsRefusedAndNothingIsTouched() throws Exception {
        byte[] whole = Files.readAllBytes(archive);
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
            Files.write(archive, Arrays.copyOf(whole, length));
            assertThat(refusal(true))
                    .hasMessageContaining("is no backup, or is damaged or cut off")
                    .hasMessageNotContaining("\n");
            assertThat(files(target)).isEmpty();
        }
    }

    @Test
    void archiveWithAChangedByteIsRefusedAndWhatIsThereStays() throws Exception {
        try (Store store = open(target)) {
            add(store, "there");
        }
        byte[] whole = Files.readAllBytes(archive);
        Map<String, Long> before = files(target);
        for (int part = 1; part <= 8; part++) {
            byte[] changed = whole.clone();
            changed[whole.length * part / 10] ^= 0x10;
            Files.write(archive, changed);
            assertThat(refusal(true)).hasMessageContaining("damaged");
            assertThat(files(target)).isEqualTo(before);
        }
        assertHolds(target, "there");
    }

    @Test
    void archiveWithOtherFilesThanItsManifestIsRefused() throws Exception {
        Map<String, byte[]> entries = entries();
        entries.put("../evil", new byte[] {1});
        pack(entries);
        assertThat(refusal(false)).hasMessageContaining("other files than its manifest");
        assertThat(other.resolve("evil")).doesNotExist();
        entries.remove("../evil");
        entries.remove("penstock.mv.db");
        pack(entries);
        assertThat(refusal(false)).hasMessageContaining("other files than its manifest");
    }

    @Test
    void namesInTheManifestCannotLeadOutOfTheFolder() throws Exception {
        Map<String, byte[]> entries = entries();
        edit(entries, "penstock.mv.db", "../escaped.mv.db");
        entries.put("../escaped.mv.db", entries.remove("penstock.mv.db"));
        pack(entries);
        assertThat(refusal(false)).hasMessageContaining("its manifest cannot be read");
        assertThat(other.resolve("escaped.mv.db")).doesNotExist();
    }

    @Test
    void unknownFormatAndNewerSchemaAreRefused() throws Exception {
        Map<String, byte[]> entries = entries();
        edit(entries, "\"format\":1", "\"format\":2");
        pack(entries);
        assertThat(refusal(false)).hasMessageContaining("has format 2").hasMessageContaining("1");
        edit(entries, "\"format\":2", "\"format\":1");
        edit(entries, "\"schema\":\\d+", "\"schema\":99");
        pack(entries);
        assertThat(refusal(false)).hasMessageContaining("schema 99");
        assertThat(files(target)).isEmpty();
    }

    @Test
    void missingAndWrongMasterKeysAreNamedByTheirIds() throws Exception {
        String needed = factory.inspect(archive).masterKey();
        StateException missing =
                StoreContract.catchState(
                        () -> factory.restore(Stores.settings(target), archive, false));
        assertThat(missing)
                .hasMessageContaining("the master key with the id " + needed)
                .hasMessageContaining("master.key");
        Secret wrong = RekeyContract.NEW;
        StateException other =
                StoreContract.catchState(() ->
                        factory.restore(
                                Stores.settings(target, wrong, InstantSource.system()),
                                archive,
                                false));
        assertThat(other)
                .hasMessageContaining("the master key with the id " + needed)
                .hasMessageContaining("but the one given has the id ");
        assertThat(files(target)).isEmpty();
        restore(false);
        assertHolds(target, "saved");
    }

    @Test
    void deathBetweenTheMovesIsEndedByTheNextStart() throws Exception {
        try (Store store = open(target)) {
            add(store, "there");
        }
        for (int done = 0; done <= 3; done++) {
            Path image = Stores.crashImage(target, other.resolve("image" + done));
            Path ready = Files.createDirectory(image.resolve("restore.ready"));
            Path fresh = other.resolve("fresh" + done);
            factory.restore(Stores.settings(fresh, KEY, InstantSource.system()), archive, false);
            Files.move(fresh.resolve("penstock.mv.db"), ready.resolve("penstock.mv.db"));
            Path journal = Files.createDirectory(ready.resolve("journal"));
            Path aside = Files.createDirectory(image.resolve("before-restore-earlier"));
            if (done >= 1) {
                Files.move(image.resolve("penstock.mv.db"), aside.resolve("penstock.mv.db"));
            }
            if (done >= 2) {
                Files.move(image.resolve("journal"), aside.resolve("journal"));
            }
            if (done >= 3) {
                Files.move(journal, image.resolve("journal"));
            }
            assertHolds(image, "saved");
            assertThat(image.resolve("restore.ready")).doesNotExist();
        }
    }

    @Test
    void deathBeforeTheDecisionLeavesWhatWasThere() throws Exception {
        try (Store store = open(target)) {
            add(store, "there");
        }
        Path half = Files.createDirectories(target.resolve("restore.tmp/journal"));
        Files.writeString(half.resolve("000000000001.log"), "half");
        assertHolds(target, "there");
        assertThat(target.resolve("restore.tmp")).doesNotExist();
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            var all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private void pack(Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private static void edit(Map<String, byte[]> entries, String pattern, String replacement) {
        entries.computeIfPresent(
                "manifest.json",
                (_, text) ->
                        new String(text, StandardCharsets.UTF_8)
                                .replaceAll(pattern, replacement)
                                .getBytes(StandardCharsets.UTF_8));
    }
}
