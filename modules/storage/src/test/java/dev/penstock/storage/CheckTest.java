// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.Secret;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the check finds, and that it leaves no trace.
class CheckTest {

    private static final Secret OTHER_KEY =
            Secret.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

    @TempDir Path directory;

    private final DatabaseStoreFactory factory = new DatabaseStoreFactory();

    private void lay() {
        factory.open(Stores.settings(directory)).close();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refusal(Secret key) {
        return assertThatThrownBy(() ->
                        factory.check(Stores.settings(directory, key, InstantSource.system())))
                .isInstanceOfSatisfying(
                        StateException.class,
                        refusal ->
                                assertThat(refusal.kind()).isEqualTo(StateException.Kind.UNUSABLE));
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(
                        directory.relativize(file).toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void folderThatIsNotThereYetIsFineAndIsNotMade() {
        Path missing = directory.resolve("a/b");

        assertThatCode(() -> factory.check(Stores.settings(missing))).doesNotThrowAnyException();
        assertThat(directory.resolve("a")).doesNotExist();
    }

    @Test
    void emptyFolderIsFineAndStaysEmpty() throws Exception {
        factory.check(Stores.settings(directory));

        assertThat(files()).isEmpty();
    }

    @Test
    void storeThatWasClosedIsFineAndIsNotChanged() throws Exception {
        lay();
        Map<String, String> before = files();

        factory.check(Stores.settings(directory));

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void storeOfAProcessThatDiedIsFineAndIsNotChanged(@TempDir Path image) throws Exception {
        try (Store store = factory.open(Stores.settings(image))) {
            assertThat(store.healthy()).isTrue();
            Stores.crashImage(image, directory);
        }
        Map<String, String> before = files();

        factory.check(Stores.settings(directory));

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void databaseWithoutItsFirstStartIsFine() throws Exception {
        factory.migrate(Stores.settings(directory));

        factory.check(Stores.settings(directory));

        assertThat(directory.resolve("master.key")).doesNotExist();
    }

    @Test
    void wrongMasterKeyIsFound() {
        lay();

        refusal(OTHER_KEY).hasMessageStartingWith("the master key is not the one");
    }

    @Test
    void missingMasterKeyIsFound() throws Exception {
        lay();
        Files.delete(directory.resolve("master.key"));

        refusal(null).hasMessageContaining("has a database but no master key");
    }

    @Test
    void storeThatAnotherHasOpenIsNotLookedIntoAndIsNoMistake() {
        try (Store store = factory.open(Stores.settings(directory))) {
            assertThat(factory.check(Stores.settings(directory))).isFalse();
            assertThat(store.healthy()).isTrue();
        }
        assertThat(factory.check(Stores.settings(directory))).isTrue();
    }

    @Test
    void aCheckLetsGoOfTheFolder() {
        lay();
        factory.check(Stores.settings(directory));
        assertThatCode(this::lay).doesNotThrowAnyException();
    }

    @Test
    void embeddedDatabaseIsNoServer() {
        assertThat(factory.server(Stores.settings(directory))).isEmpty();
    }

    @Test
    void folderThatTheFirstStartMakesIsForItsOwnerAlone() throws Exception {
        Path made = directory.resolve("made");
        factory.open(Stores.settings(made)).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void newerSchemaIsFound() throws Exception {
        lay();
        try (Connection connection = new H2Dialect(directory).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE \"flyway_schema_history\" SET \"version\" = '99' WHERE"
                            + " \"version\" = '1'");
        }

        refusal(null).hasMessageStartingWith("the database has schema 99");
    }

    @Test
    void fileInPlaceOfTheFolderIsFound() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> factory.check(Stores.settings(file)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("cannot be written, because " + file);
    }
}
