// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Secrets go in at every door, and come out nowhere but where they are meant to.
class CanaryTest {
    @TempDir Path folder;

    @ParameterizedTest(name = "{0}: serve {1}")
    @CsvSource({"H2,''", "H2,--verbose", "POSTGRESQL,--verbose"})
    void noSecretComesOut(Store store, String options) {
        String[] more = options.isEmpty() ? new String[0] : new String[] {options};
        Canaries canaries = new Canaries();
        LeakyPlugin.into(folder.resolve("plugins"), folder.resolve("work"));
        try (Doors doors = new Doors(canaries, store, folder, more)) {
            doors.knock();
            assertThat(canaries.planted()).isGreaterThanOrEqualTo(40);
            doors.answers()
                    .forEach((door, text) ->
                            assertThat(canaries.answered(text))
                                    .as("secrets in the answer to: %s%n%s", door, text)
                                    .isEmpty());
            doors.stop();
            assertThat(lines(canaries, doors.log())).isEmpty();
            assertThat(files(canaries, folder.resolve("data"))).isEmpty();
            String rows = String.join("\n", doors.rows());
            assertThat(lines(canaries, rows)).isEmpty();
            // The search is no blind one: what is no secret is found in all of them.
            assertThat(doors.log()).contains("leaky", "Leaky");
            Canaries plain = new Canaries();
            plain.known("name of a provider", Doors.PLAIN_NAME);
            switch (store) {
                case H2 -> {
                    assertThat(files(plain, folder.resolve("data"))).isNotEmpty();
                    Path backup = unpackedBackup(doors.environment());
                    assertThat(files(canaries, backup)).isEmpty();
                    assertThat(files(plain, backup)).isNotEmpty();
                }
                case POSTGRESQL -> {
                    assertThat(rows).contains(Doors.PLAIN_NAME);
                    String statements = PostgresServer.shared().log();
                    assertThat(statements).contains(Doors.PLAIN_NAME, "refused: (");
                    assertThat(lines(canaries, statements)).isEmpty();
                }
            }
        }
    }

    private Path unpackedBackup(Map<String, String> environment) {
        Path archive = folder.resolve("backup.zip");
        Penstock command =
                Penstock.run(
                        folder, environment, "backup", "--offline", "--to", archive.toString());
        assertThat(archive).as(command.log()).exists();
        Path unpacked = folder.resolve("unpacked");
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path file = unpacked.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
            return unpacked;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void wrongPasswordOfTheDatabaseIsToldWithoutIt() {
        Canaries canaries = new Canaries();
        try (Database database = Store.POSTGRESQL.create()) {
            Map<String, String> wrong = new HashMap<>(database.environment());
            String password = canaries.credential("wrong password", "+/\"=&?\\");
            wrong.put("PENSTOCK_DATABASE_PASSWORD", password);
            refused(canaries, wrong, "--verbose");
            wrong.put("PENSTOCK_DATABASE_USER", "nobody");
            refused(canaries, wrong, "--verbose");
            wrong.putAll(database.environment());
            wrong.put(
                    "PENSTOCK_DATABASE_URL",
                    database.environment().get("PENSTOCK_DATABASE_URL") + "?password=" + password);
            refused(canaries, wrong, "--verbose");
        }
    }

    @Test
    void searchFindsASecretInEveryForm() throws IOException {
        Canaries canaries = new Canaries();
        String value = canaries.credential("needle", "+/\"=&?\\");
        String word = canaries.word("word");
        Path file = Files.createDirectories(folder.resolve("data")).resolve("hay");
        List<String> forms =
                Stream.concat(Canaries.forms(value).stream(), Stream.of(word)).toList();
        assertThat(forms).hasSizeGreaterThan(10);
        for (String form : forms) {
            byte[] hay = ("\0hay " + form + " stack").getBytes(StandardCharsets.ISO_8859_1);
            Files.write(file, hay);
            assertThat(files(canaries, folder.resolve("data"))).as(form).hasSize(1);
        }
        assertThat(lines(canaries, "one\ntwo " + value + "\nthree")).hasSize(1);
        assertThat(canaries.answered("{\"error\":\"" + value + "\"}")).containsExactly("needle");
        assertThat(canaries.answered(word)).isEmpty();
        Files.writeString(file, "nothing but hay");
        assertThat(files(canaries, folder.resolve("data"))).isEmpty();
    }

    @Test
    void mistakesInTheConfigurationAreToldWithoutTheSecret() throws IOException {
        Canaries canaries = new Canaries();
        Map<String, String> wrong =
                Map.of(
                        "PENSTOCK_MASTER_KEY", canaries.credential("no master key"),
                        "PENSTOCK_SETUP_TOKEN", canaries.credential("no token", "+/"),
                        "PENSTOCK_MASTER_KEYS", canaries.credential("misspelt"));
        refused(canaries, wrong);
        String nowhere = "jdbc:postgresql://127.0.0.1:9/penstock";
        refused(
                canaries,
                Map.of(
                        "PENSTOCK_DATABASE_URL",
                        nowhere,
                        "PENSTOCK_DATABASE_USER",
                        "penstock",
                        "PENSTOCK_DATABASE_PASSWORD",
                        canaries.credential("database password")),
                "--verbose");
        String inUrl = "?user=penstock&password=" + canaries.credential("database URL");
        refused(canaries, Map.of("PENSTOCK_DATABASE_URL", nowhere + inUrl), "--verbose");
        String before = "//penstock:" + canaries.credential("database userinfo") + "@127.0.0.1:9";
        refused(
                canaries,
                Map.of("PENSTOCK_DATABASE_URL", nowhere.replace("//127.0.0.1:9", before)),
                "--verbose");
        refused(canaries, Map.of(), "--set", "master_key=" + canaries.credential("typed"));
        file(canaries, "master_key: " + canaries.credential("file"));
        file(canaries, "setup_token: [a, " + canaries.credential("list") + "]");
        file(canaries, "master_key: \"" + canaries.credential("open quote"));
        file(canaries, "master_key: a: " + canaries.credential("no YAML"));
        file(canaries, canaries.credential("single value"));
        file(canaries, "master_key: 'x'\n\t" + canaries.credential("tabulator") + ": 1");
    }

    private void file(Canaries canaries, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);
        refused(canaries, Map.of(), "--config", file.toString(), "--verbose");
    }

    private void refused(Canaries canaries, Map<String, String> environment, String... options) {
        Throwable refusal =
                catchThrowable(() -> Penstock.start(folder, environment, options).close());
        assertThat(refusal).isInstanceOf(AssertionError.class);
        assertThat(refusal).hasMessageContaining("penstock: ");
        assertThat(lines(canaries, String.valueOf(refusal.getMessage()))).isEmpty();
    }

    /// Lines that hold a secret, with its doors.
    private static Map<String, List<String>> lines(Canaries canaries, String text) {
        Map<String, List<String>> hits = new TreeMap<>();
        text.lines()
                .forEach(line -> {
                    List<String> doors = canaries.kept(line.getBytes(StandardCharsets.UTF_8));
                    if (!doors.isEmpty()) {
                        hits.put(line, doors);
                    }
                });
        return hits;
    }

    static void assertNoFile(Canaries canaries, Path below) {
        assertThat(files(canaries, below)).isEmpty();
    }

    /// Files below a folder that hold a secret, with its doors.
    private static Map<Path, List<String>> files(Canaries canaries, Path below) {
        Map<Path, List<String>> hits = new TreeMap<>();
        try (Stream<Path> all = Files.walk(below)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                List<String> doors = canaries.kept(Files.readAllBytes(file));
                if (!doors.isEmpty()) {
                    hits.put(file, doors);
                }
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        return hits;
    }
}
