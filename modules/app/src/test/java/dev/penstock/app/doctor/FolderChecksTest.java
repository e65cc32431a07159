// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.settings.Settings;
import dev.penstock.app.settings.SettingsReader;
import dev.penstock.app.settings.SettingsSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderChecksTest {

    @TempDir private Path home;
    private Path data;

    @BeforeEach
    void name() {
        data = home.resolve("data");
    }

    private Settings settings(Map<String, String> environment) {
        return SettingsReader.read(new SettingsSources(Map.of(), environment, null, home));
    }

    private static void rights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    @Test
    void folderThatAStartMakesIsFineAndIsNotMade() {
        Finding finding = FolderChecks.folder(data.resolve("deep"));
        assertThat(finding.outcome()).isEqualTo(Outcome.OK);
        assertThat(finding.value()).endsWith("deep, not there yet");
        assertThat(data).doesNotExist();
    }

    @Test
    void folderIsAFolderForItsOwnerAlone() throws Exception {
        Files.createDirectory(data);
        rights(data, "rwx------");
        assertThat(FolderChecks.folder(data).outcome()).isEqualTo(Outcome.OK);

        rights(data, "rwxr-x---");
        assertThat(FolderChecks.folder(data).outcome()).isEqualTo(Outcome.WARN);
        assertThat(FolderChecks.folder(data).advice()).isEqualTo("chmod 700 " + data);

        Path file = Files.writeString(home.resolve("file"), "x");
        assertThat(FolderChecks.folder(file).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(FolderChecks.folder(file.resolve("below")).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void masterKeyIsThereAndForItsOwnerAlone() throws Exception {
        Finding none = FolderChecks.masterKey(settings(Map.of()));
        assertThat(none.outcome()).isEqualTo(Outcome.OK);
        assertThat(none.value()).isEqualTo("none yet");

        Files.createDirectory(data);
        Files.writeString(data.resolve("penstock.mv.db"), "");
        assertThat(FolderChecks.masterKey(settings(Map.of())).outcome()).isEqualTo(Outcome.FAIL);

        Path key = Files.writeString(data.resolve("master.key"), "planted-canary");
        rights(key, "rw-------");
        assertThat(FolderChecks.masterKey(settings(Map.of())).outcome()).isEqualTo(Outcome.OK);
        rights(key, "rw-r--r--");
        Finding open = FolderChecks.masterKey(settings(Map.of()));
        assertThat(open.outcome()).isEqualTo(Outcome.WARN);
        assertThat(open.advice()).isEqualTo("chmod 600 " + key);
        assertThat(open.toString()).doesNotContain("planted-canary");
    }

    @Test
    void postgresqlNeedsAMasterKeyThatIsGiven() {
        Map<String, String> shared =
                Map.of("PENSTOCK_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none");
        assertThat(FolderChecks.masterKey(settings(shared)).outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "1073741824, OK, 1 GiB free",
        "1073741823, WARN, 1024 MiB free",
        "67108864, WARN, 64 MiB free",
        "67108863, FAIL, 64.0 MiB free",
        "0, FAIL, 0 bytes free"
    })
    void spaceIsLeft(long usable, Outcome outcome, String value) {
        Finding finding = FolderChecks.space(usable);
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.value()).isEqualTo(value);
    }

    @Test
    void spaceOfAFolderThatIsNotThereIsThatOfItsDisk() {
        assertThat(FolderChecks.space(data.resolve("deep")).value()).endsWith(" free");
    }

    @Test
    void journalIsCounted() throws Exception {
        assertThat(FolderChecks.journal(data).value()).isEqualTo("0 files, 0 bytes");
        Path journal = Files.createDirectories(data.resolve("journal"));
        Files.write(journal.resolve("000000000001.log"), new byte[2048]);
        assertThat(FolderChecks.journal(data).value()).isEqualTo("1 file, 2 KiB");
        assertThat(FolderChecks.journal(data).outcome()).isEqualTo(Outcome.OK);

        Path damaged = Files.write(journal.resolve("000000000002.log.damaged"), new byte[1]);
        assertThat(FolderChecks.journal(data).outcome()).isEqualTo(Outcome.WARN);
        assertThat(FolderChecks.journal(data).value()).endsWith("1 damaged");
        Files.delete(damaged);

        for (int i = 2; i <= 64; i++) {
            Files.createFile(journal.resolve("%012d.log".formatted(i)));
        }
        assertThat(FolderChecks.journal(data).outcome()).isEqualTo(Outcome.WARN);
        assertThat(FolderChecks.journal(data).advice()).contains("does not keep up");
    }

    @Test
    void newestFileIsFound() throws Exception {
        assertThat(FolderChecks.newest(data)).isEqualTo(Instant.EPOCH);
        Files.createDirectory(data);
        Path file = Files.writeString(data.resolve("file"), "x");
        Instant future = Instant.parse("2040-01-01T00:00:00Z");
        Files.setLastModifiedTime(file, FileTime.from(future));
        assertThat(FolderChecks.newest(data)).isEqualTo(future);
    }
}
