// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the embedded store opens, and what it says when it does not.
class OpeningTest {

    @TempDir Path directory;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();

    private StateException refusal() {
        StateException refusal =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        StateException.class,
                        () -> factory.open(Stores.settings(directory)).close());
        assertThat(refusal).as("the opening was expected to be refused").isNotNull();
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        return refusal;
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = new H2Dialect(directory).dataSource().getConnection();
                Statement made = connection.createStatement()) {
            made.execute(statement);
        }
    }

    @Test
    void migrateAppliesWhatIsMissingAndNothingElse() {
        assertThat(factory.migrate(Stores.settings(directory)))
                .isEqualTo(new H2Dialect(directory).newestMigration());
        assertThat(factory.migrate(Stores.settings(directory))).isZero();
        assertThat(directory.resolve("master.key")).doesNotExist();
        try (Store store = factory.open(Stores.settings(directory))) {
            assertThat(store.opening().first()).isTrue();
            assertThat(store.opening().migrations()).isZero();
            assertThat(store.opening().masterKeyWritten()).isNotNull();
        }
    }

    @Test
    void directoryIsMadeWhenItIsMissing() {
        Path deep = directory.resolve("a/b/c");
        factory.open(Stores.settings(deep)).close();
        assertThat(deep.resolve("penstock.mv.db")).exists();
    }

    @Test
    void newerSchemaIsRefusedAndNothingIsChanged() throws Exception {
        factory.open(Stores.settings(directory)).close();
        sql(
                "INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\","
                        + " \"description\", \"type\", \"script\", \"installed_by\","
                        + " \"execution_time\", \"success\") VALUES (99, '99', 'later', 'SQL',"
                        + " 'V99__later.sql', 'penstock', 1, TRUE)");
        assertThat(refusal())
                .hasMessageContaining("schema 99")
                .hasMessageContaining("newer version");
        sql("DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '99'");
        factory.open(Stores.settings(directory)).close();
    }

    @Test
    void secondStoreOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() {
        try (Store store = factory.open(Stores.settings(directory))) {
            assertThat(refusal()).hasMessageContaining("another process");
            assertThat(store.healthy()).isTrue();
            assertThat(store.accounts().claimed()).isFalse();
        }
        factory.open(Stores.settings(directory)).close();
    }

    @Test
    void damagedDatabaseIsRefusedAndKept() throws IOException {
        factory.open(Stores.settings(directory)).close();
        Path file = directory.resolve("penstock.mv.db");
        byte[] bytes = new byte[(int) Files.size(file)];
        Arrays.fill(bytes, (byte) 'x');
        Files.write(file, bytes);
        assertThat(refusal()).hasMessageContaining("backup");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void directoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        StateException refusal =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        StateException.class,
                        () -> factory.open(Stores.settings(file.resolve("data"))));
        assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE);
        assertThat(refusal).hasMessageContaining("check its rights");
    }

    @Test
    void semicolonInThePathIsRefusedBecauseItWouldBeReadAsASetting() {
        StateException refusal =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        StateException.class,
                        () -> factory.open(Stores.settings(directory.resolve("x;INIT=RUNSCRIPT"))));
        assertThat(refusal).hasMessageContaining("choose another path");
    }
}
