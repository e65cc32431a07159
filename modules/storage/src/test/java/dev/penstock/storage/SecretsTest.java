// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.Ledger;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies on the disk gives no secret away, and what was moved there is not believed.
class SecretsTest {

    private static final String UPSTREAM = "sk-upstream-0123456789-canary";

    @TempDir Path directory;

    private final SecureRandom random = new SecureRandom();

    private Store open(Secret masterKey) {
        return new DatabaseStoreFactory()
                .open(Stores.settings(directory, masterKey, InstantSource.system()));
    }

    private Secret newKey() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private static Actor actor(Store store) {
        return new Actor(store.accounts().firstTenant().organisation(), null, "penstock");
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = new H2Dialect(directory).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    private StateException refusal(Secret masterKey) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                StateException.class, () -> open(masterKey).close());
    }

    private boolean onDisk(byte[] secret) throws IOException {
        String wanted = new String(secret, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("master.key"))
                    .anyMatch(file -> contains(file, wanted));
        }
    }

    private static boolean contains(Path file, String wanted) {
        try {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return bytes.contains(wanted);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void noSecretStandsInAnyFile() throws Exception {
        Secret masterKey = newKey();
        Secret issued = IssuedKey.generate(random);
        try (Store store = open(masterKey)) {
            store.configuration()
                    .addProvider(actor(store), StoreContract.provider("main", UPSTREAM));
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
            store.ledger().open(Rows.opened(tenant.organisation()), Ledger.Durability.JOURNALED);
            assertThat(onDisk("label-canary".getBytes(StandardCharsets.UTF_8)))
                    .as("what is no secret is found, so the search works")
                    .isTrue();
            for (String secret : List.of(UPSTREAM, issued.reveal(), masterKey.reveal())) {
                assertThat(onDisk(secret.getBytes(StandardCharsets.UTF_8))).isFalse();
                assertThat(onDisk(secret.getBytes(StandardCharsets.UTF_16BE))).isFalse();
            }
            assertThat(onDisk(Base64.getDecoder().decode(masterKey.reveal()))).isFalse();
        }
        for (String secret : List.of(UPSTREAM, issued.reveal(), masterKey.reveal())) {
            assertThat(onDisk(secret.getBytes(StandardCharsets.UTF_8))).isFalse();
        }
    }

    @Test
    void credentialsSwappedBetweenRowsAreRefused() throws Exception {
        try (Store store = open(null)) {
            store.configuration().addProvider(actor(store), StoreContract.provider("one", "first"));
            store.configuration().addProvider(actor(store), StoreContract.provider("two", "other"));
        }
        sql(
                "CREATE LOCAL TEMPORARY TABLE kept AS SELECT id, sealed FROM credentials",
                "UPDATE credentials c SET sealed ="
                        + " (SELECT k.sealed FROM kept k WHERE k.id <> c.id)");
        StateException refusal = refusal(null);
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        assertThat(refusal).hasMessageContaining("credentials").hasMessageContaining("restore");
    }

    @Test
    void changedCredentialIsRefused() throws Exception {
        try (Store store = open(null)) {
            store.configuration().addProvider(actor(store), StoreContract.provider("one", "first"));
        }
        sql("UPDATE credentials SET sealed = sealed || X'00'");
        assertThat(refusal(null).kind()).isEqualTo(StateException.Kind.UNUSABLE);
    }

    @Test
    void firstStartWritesAMasterKeyThatOnlyItsOwnerReads() throws Exception {
        Path file = directory.resolve("master.key");
        try (Store store = open(null)) {
            assertThat(store.opening().first()).isTrue();
            assertThat(store.opening().masterKeyWritten()).isEqualTo(file);
            assertThat(store.opening().migrations())
                    .isEqualTo(new H2Dialect(directory).newestMigration());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).hasSize(32);
        try (Store store = open(null)) {
            assertThat(store.opening().first()).isFalse();
            assertThat(store.opening().masterKeyWritten()).isNull();
            assertThat(store.opening().migrations()).isZero();
        }
    }

    @Test
    void masterKeyOfTheEnvironmentIsNeverWritten() {
        try (Store store = open(newKey())) {
            assertThat(store.opening().masterKeyWritten()).isNull();
        }
        assertThat(directory.resolve("master.key")).doesNotExist();
    }

    @Test
    void wrongMasterKeyIsRefusedAndTheRightOneStillWorks() {
        Secret right = newKey();
        open(right).close();
        StateException refusal = refusal(newKey());
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        assertThat(refusal).hasMessageContaining("PENSTOCK_MASTER_KEY");
        open(right).close();
    }

    @Test
    void missingMasterKeyIsRefusedAndNoneIsMade() throws Exception {
        open(null).close();
        Files.move(directory.resolve("master.key"), directory.resolve("elsewhere"));
        StateException refusal = refusal(null);
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        assertThat(refusal).hasMessageContaining("put back the file");
        assertThat(directory.resolve("master.key")).doesNotExist();
        Files.move(directory.resolve("elsewhere"), directory.resolve("master.key"));
        open(null).close();
    }

    @Test
    void malformedMasterKeysAreRefusedWithoutRepeatingThem() {
        String canary = "!!not-base64-canary!!";
        assertThat(refusal(Secret.of(canary)))
                .hasMessageContaining("openssl rand -base64 32")
                .message()
                .doesNotContain("canary");
        assertThat(refusal(Secret.of("c2hvcnQ="))).hasMessageContaining("has 5 bytes");
    }

    @Test
    void sealedValueOpensOnlyWithItsKeyAtItsPlaceAndUnchanged() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        MasterKey key = new MasterKey(bytes, random);
        byte[] plain = "secret".getBytes(StandardCharsets.UTF_8);
        byte[] sealed = key.seal(plain, "org/table/row/column");
        assertThat(key.open(sealed, "org/table/row/column")).isEqualTo(plain);
        assertThat(key.seal(plain, "org/table/row/column")).isNotEqualTo(sealed);
        assertThatThrownBy(() -> key.open(sealed, "org/table/other/column"))
                .isInstanceOf(StateException.class);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> key.open(changed, "org/table/row/column"))
                    .as("byte %s", at)
                    .isInstanceOf(StateException.class);
            byte[] shortened = Arrays.copyOf(sealed, at);
            assertThatThrownBy(() -> key.open(shortened, "org/table/row/column"))
                    .isInstanceOf(StateException.class);
        }
    }
}
