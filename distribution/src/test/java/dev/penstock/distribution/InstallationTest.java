// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The archive on a machine without Java, unpacked elsewhere than it was made, by a user who may write
/// to the data folder alone. Runs after packaging.
@Tag("long")
class InstallationTest {

    private static final Pattern KEY = Pattern.compile("Bearer (sk-pst-[A-Za-z0-9]+)");
    private static final Pattern TOKEN = Pattern.compile("/setup\\?token=([A-Za-z0-9._~-]+)");
    private static final String NOBODY = "65534";
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private static Path folder;
    private static Path home;
    private static Path archive;

    private final Map<String, String> environment = new HashMap<>();
    private Path data;
    private int runs;

    @BeforeAll
    static void unpack() throws Exception {
        // Not below a folder of ours: another user must get there.
        folder =
                Files.createTempDirectory(
                        "penstock-installation",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(TARGET, "penstock-*.tar.gz")) {
            archive = Paths.sorted(found).getLast();
        }
        home = unpackTo(folder.resolve("unpacked"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        if (!root()) {
            for (Path path : Paths.tree(home)) {
                if (Files.isDirectory(path)) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("r-xr-xr-x"));
                }
            }
        }
    }

    @AfterAll
    static void clean() throws Exception {
        if (!root()) {
            for (Path path : Paths.tree(folder)) {
                if (Files.isDirectory(path)) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
        Paths.remove(folder);
    }

    @BeforeEach
    void surround() throws Exception {
        data = Files.createTempDirectory(folder, "data");
        if (root()) {
            Files.setAttribute(data, "unix:uid", Integer.valueOf(NOBODY));
        }
        environment.put("PATH", folder.resolve("tools").toString());
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("PENSTOCK_MANAGEMENT_PORT", "0");
        environment.put("PENSTOCK_DATA", data.resolve("data").toString());
    }

    private static Path unpackTo(Path place) throws IOException, InterruptedException {
        Files.createDirectories(place);
        Process tar =
                new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", place.toString())
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(place)) {
            return Paths.sorted(folders).getFirst();
        }
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private Server run(Path installed, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(
                    List.of(
                            "/usr/bin/setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups"));
        }
        command.add(installed.resolve("bin/penstock").toString());
        command.addAll(List.of(arguments));
        return Server.start(command, environment, folder.resolve("output-" + runs++));
    }

    private String printedBy(String... arguments) throws Exception {
        try (Server server = run(home, arguments)) {
            assertThat(server.end()).as(server.printed()).isZero();
            return server.printed();
        }
    }

    @Test
    void firstStartLeadsToAStreamedAnswerAnOwnerAndAKeyAndStopsWithZero() throws Exception {
        try (Server server = run(home)) {
            try (Conversation talk = new Conversation(server.origin())) {
                talk.chats("demo/echo", server.await(KEY));
                String token =
                        talk.post(
                                        "/admin/v1/setup",
                                        "",
                                        """
                                        {"token":"%s","email":"owner@example.com",\
                                        "password":"correct horse battery staple","organisation":"E"}\
                                        """
                                                .formatted(server.await(TOKEN)))
                                .required("token")
                                .stringValue();
                String key =
                        talk.post("/admin/v1/keys", token, "{\"name\":\"k\",\"models\":[\"*\"]}")
                                .required("key")
                                .stringValue();
                talk.chats("demo/echo", key);
            }
            assertThat(server.stop()).isZero();
            assertThat(server.printed()).startsWith("Penstock ").doesNotContain("[warning]");
        }
    }

    @Test
    void cacheFitsWhereTheArchiveWasUnpacked() throws Exception {
        environment.put("PENSTOCK_JAVA_OPTS", "-Xlog:class+load");

        assertThat(printedBy("version"))
                .containsPattern("dev\\.penstock\\.app\\.Main source: shared objects file");
    }

    @Test
    void collectorOfOnesOwnKeepsTheCache() throws Exception {
        environment.put("PENSTOCK_JAVA_OPTS", "-XX:+UseG1GC -Xlog:class+load");

        assertThat(printedBy("version"))
                .containsPattern("dev\\.penstock\\.app\\.Main source: shared objects file");
    }

    @Test
    void cacheThatDoesNotFitIsPassedOverWithoutAWord() throws Exception {
        Path other = unpackTo(folder.resolve("changed"));
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(other.resolve("lib"), "h2-*.jar")) {
            Files.setLastModifiedTime(Paths.sorted(jars).getFirst(), FileTime.from(Instant.EPOCH));
        }

        try (Server server = run(other, "version")) {
            assertThat(server.end()).isZero();
            assertThat(server.printed()).isEqualTo(printedBy("version"));
        }
    }

    @Test
    void commandsWorkWithoutAJdk() throws Exception {
        assertThat(printedBy("version")).startsWith("Penstock ").contains("Java 25");
        assertThat(printedBy("help")).contains("serve", "validate");
        assertThat(printedBy("key", "--help")).contains("issue");
        assertThat(printedBy("validate")).isNotBlank();
    }

    @Test
    void archiveTellsNothingOfThePlaceWhereItWasMade() throws Exception {
        String place = TARGET.getParent().getParent().toString();
        for (Path path : Paths.tree(home)) {
            if (Files.isRegularFile(path) && !path.toString().endsWith(".aot")) {
                String text = Files.readString(path, StandardCharsets.ISO_8859_1);
                assertThat(text.contains(place)).as("%s names %s", path, place).isFalse();
            }
        }
    }

    @Test
    void licencesOfAllPartsAreInIt() throws Exception {
        assertThat(home.resolve("LICENSE")).isRegularFile();
        assertThat(home.resolve("runtime/legal/java.base/LICENSE")).exists();
        String list = Files.readString(home.resolve("THIRD-PARTY.txt"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (!name.startsWith("penstock-")) {
                    assertThat(list).contains(name.replaceFirst("-(\\d[^/]*)\\.jar", " $1 ("));
                }
            }
        }
        assertThat(home.resolve("licences/h2/MPL-2.0.txt")).isRegularFile();
    }
}
