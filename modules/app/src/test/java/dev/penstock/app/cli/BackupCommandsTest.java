// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.server.DemoPlugin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway is backed up and put somewhere else, as a person types it.
class BackupCommandsTest {

    private static final String TOKEN = "a-token-of-some-length";

    @TempDir private Path home;
    @TempDir private Path other;

    private Typed typed() {
        return in(home);
    }

    private Typed in(Path folder) {
        return new Typed(folder)
                .with("HOST", "127.0.0.1")
                .with("PORT", "0")
                .with("PENSTOCK_SETUP_TOKEN", TOKEN)
                .with("PENSTOCK_MANAGEMENT_PORT", "0");
    }

    private static String url(String out) {
        return out.lines()
                .filter(line -> line.startsWith("Penstock is ready on "))
                .map(line -> line.substring("Penstock is ready on ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String ask(String url, String method, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("content-type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String owner(String url) {
        return ask(
                        url + "/admin/v1/setup",
                        "POST",
                        """
                        {"token":"%s","email":"owner@example.org",
                         "password":"correct horse battery staple","organisation":"Works"}
                        """
                                .formatted(TOKEN))
                .replaceAll("(?s).*(pst-adm-[A-Za-z0-9_-]+).*", "$1");
    }

    @Test
    void backupOfARunningGatewayIsRestoredElsewhereWithItsCalls() throws Exception {
        DemoPlugin.into(home.resolve("plugins"), home, Files.writeString(home.resolve("gate"), ""));
        Path file = other.resolve("backup.zip");
        AtomicReference<Typed> backup = new AtomicReference<>();
        AtomicReference<Typed> again = new AtomicReference<>();
        AtomicReference<String> owner = new AtomicReference<>();
        Typed serve =
                typed().whileServing(
                                out -> {
                                    Curl.in(out).send();
                                    owner.set(owner(url(out)));
                                    for (var made : java.util.List.of(backup, again)) {
                                        made.set(
                                                typed().with("PENSTOCK_URL", url(out))
                                                        .with("PENSTOCK_TOKEN", owner.get())
                                                        .run("backup", "--to", file.toString()));
                                    }
                                })
                        .run("serve");

        assertThat(serve.code()).as(serve.err()).isZero();
        assertThat(backup.get().code()).as(backup.get().err()).isZero();
        assertThat(backup.get().out())
                .startsWith("A backup was written to " + file + ", ")
                .containsPattern("master key with the id [0-9a-f]{16}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(again.get().code()).isEqualTo(1);
        assertThat(again.get().err()).contains("exists already").hasLineCount(1);
        assertNoParts();

        Path second = Files.createDirectory(other.resolve("second"));
        Typed keyless = in(second).run("restore", file.toString());
        assertThat(keyless.code()).isEqualTo(1);
        assertThat(keyless.err()).contains("needs the master key with the id").hasLineCount(1);
        Files.createDirectories(second.resolve("data"));
        Files.copy(home.resolve("data/master.key"), second.resolve("data/master.key"));
        Typed restore = in(second).run("restore", file.toString());
        assertThat(restore.code()).as(restore.err()).isZero();
        AtomicReference<String> calls = new AtomicReference<>();
        in(second)
                .whileServing(out ->
                        calls.set(
                                ask(
                                        url(out) + "/admin/v1/calls",
                                        "GET",
                                        "",
                                        "authorization",
                                        "Bearer " + owner.get())))
                .run("serve");
        assertThat(calls.get()).contains("demo/echo").contains("\"ok\"");
    }

    @Test
    void stoppedGatewayIsBackedUpFromItsFolderAndReplaced() throws Exception {
        typed().run("serve");
        Path file = other.resolve("stopped.zip");
        Typed backup = typed().run("backup", "--offline", "--to", file.toString());
        assertThat(backup.code()).as(backup.err()).isZero();
        Typed refused = typed().run("restore", file.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("--replace").hasLineCount(1);
        Typed replaced = typed().run("restore", file.toString(), "--replace");
        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(replaced.out()).contains("What was there before is in " + home.resolve("data"));
        assertThat(typed().run("serve").code()).isZero();
    }

    @Test
    void gatewayThatDoesNotAnswerLeavesNoFile() throws Exception {
        Path file = other.resolve("none.zip");
        Typed backup =
                typed().with("PENSTOCK_URL", "http://127.0.0.1:1")
                        .with("PENSTOCK_TOKEN", "pst-adm-token")
                        .run("backup", "--to", file.toString());
        assertThat(backup.code()).isEqualTo(1);
        assertThat(backup.err()).contains("cannot be reached").contains("--offline");
        assertThat(file).doesNotExist();
        assertNoParts();
    }

    @Test
    void answerThatIsNoBackupIsRefusedAndNotKept() throws Exception {
        Path file = other.resolve("wrong.zip");
        try (AdminServer server = new AdminServer(200, "not a zip file")) {
            Typed backup =
                    typed().with("PENSTOCK_URL", server.url())
                            .with("PENSTOCK_TOKEN", "pst-adm-token")
                            .run("backup", "--to", file.toString());
            assertThat(backup.code()).isEqualTo(1);
            assertThat(backup.err()).contains("is no backup").hasLineCount(1);
        }
        assertThat(file).doesNotExist();
        assertNoParts();
    }

    private void assertNoParts() throws IOException {
        try (Stream<Path> files = Files.list(other)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }
}
