// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.server.DemoPlugin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that work on an installation itself.
class ServerCommandsTest {

    @TempDir private Path home;

    private Typed typed() {
        return new Typed(home)
                .with("HOST", "127.0.0.1")
                .with("PORT", "0")
                .with("PENSTOCK_MANAGEMENT_PORT", "0");
    }

    private static String[] lines(String out) {
        return out.lines().toArray(String[]::new);
    }

    @Test
    void lastLineSaysWhereItIsReady() {
        Typed serve = typed().run();

        assertThat(serve.code()).as(serve.err()).isZero();
        String[] lines = lines(serve.out());
        assertThat(lines[0]).startsWith("Penstock ");
        assertThat(lines[lines.length - 1])
                .matches("Penstock is ready on http://127\\.0\\.0\\.1:[1-9]\\d*");
        assertThat(lines[lines.length - 2])
                .matches("Management on http://127\\.0\\.0\\.1:[1-9]\\d*");
    }

    @Test
    void firstStartSaysWhereTheMasterKeyIsAndLaterOnesDoNot() {
        String first = typed().run("serve").out();
        String second = typed().run("serve").out();

        Path key = home.resolve("data/master.key");
        assertThat(first).contains("A new master key was written to " + key + ".");
        assertThat(key).isRegularFile();
        assertThat(second).doesNotContain("master key");
    }

    @Test
    void setupLinkIsNewAtEveryStart() {
        String first = link(typed().run("serve").out());
        String second = link(typed().run("serve").out());

        assertThat(first).matches("http://127\\.0\\.0\\.1:\\d+/setup\\?token=[A-Za-z0-9_-]{32}");
        assertThat(first.substring(first.indexOf('=')))
                .isNotEqualTo(second.substring(second.indexOf('=')));
    }

    @Test
    void setupLinkLeavesOutAGivenToken() {
        String out =
                typed().with("PENSTOCK_SETUP_TOKEN", "a-token-of-some-length").run("serve").out();

        assertThat(out).containsPattern("http://127\\.0\\.0\\.1:\\d+/setup\\R");
        assertThat(out).doesNotContain("a-token-of-some-length");
    }

    private static String link(String out) {
        return out.lines()
                .map(String::strip)
                .filter(line -> line.contains("/setup?token="))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void demoIsNotPromisedWithoutItsPlugin() {
        assertThat(typed().run("serve").out()).doesNotContain("curl");
    }

    @Test
    void curlLineOfTheFirstStartWorksAsItStands() throws Exception {
        Path gate = Files.writeString(home.resolve("gate"), "");
        DemoPlugin.into(home.resolve("plugins"), home, gate);
        AtomicReference<String> answer = new AtomicReference<>();

        Typed first = typed().whileServing(out -> answer.set(Curl.in(out).send())).run("serve");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("\n  plugin   demo.jar (demo)\n");
        assertThat(answer.get()).contains("\"content\":\"b\"").endsWith("data: [DONE]\n\n");
        assertThat(typed().run("serve").out()).doesNotContain("curl", "sk-pst-");
    }

    @Test
    void takenPortIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Typed serve = typed().with("PORT", Integer.toString(taken.getLocalPort())).run();

            assertThat(serve.code()).isEqualTo(1);
            assertThat(serve.out()).isEmpty();
            assertThat(serve.err())
                    .startsWith("penstock: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .endsWith("stop what uses it or choose another port\n")
                    .hasLineCount(1);
        }
    }

    @Test
    void failedStartLeavesNothingBehindThatHindersTheNext() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            typed().with("PENSTOCK_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort())).run();
        }

        assertThat(typed().run().code()).isZero();
    }

    @Test
    void dataHeldByAnotherIsOneSentence() {
        AtomicReference<Typed> second = new AtomicReference<>();
        typed().whileServing(_ -> second.set(typed().run("serve"))).run("serve");

        assertThat(second.get().code()).isEqualTo(1);
        assertThat(second.get().err())
                .startsWith("penstock: another process has the data directory ")
                .hasLineCount(1);
    }

    @Test
    void wrongMasterKeyIsOneSentence() {
        typed().run("serve");

        Typed serve =
                typed().with("PENSTOCK_MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
                        .run("serve");

        assertThat(serve.code()).isEqualTo(1);
        assertThat(serve.err())
                .startsWith("penstock: the master key is not the one")
                .hasLineCount(1);
    }

    @Test
    void dataThatIsNoFolderIsOneSentence() throws Exception {
        Files.writeString(home.resolve("data"), "a file");

        Typed serve = typed().run("serve");

        assertThat(serve.code()).isEqualTo(1);
        assertThat(serve.err()).startsWith("penstock: the data directory ").hasLineCount(1);
    }

    @Test
    void homeThatIsMissingIsOneSentence() {
        Typed serve = new Typed(home.resolve("nowhere")).run();

        assertThat(serve.code()).isEqualTo(1);
        assertThat(serve.err())
                .isEqualTo(
                        "penstock: PENSTOCK_HOME is "
                                + home.resolve("nowhere")
                                + " but there is no such folder; make it or name another\n");
    }

    @Test
    void allMistakesOfTheConfigurationAreListed() throws Exception {
        Files.writeString(home.resolve("penstock.yaml"), "prot: 1\ndemo: perhaps\n");

        Typed validate = typed().run("validate");

        assertThat(validate.code()).isEqualTo(1);
        assertThat(validate.err())
                .startsWith("penstock: the configuration has 2 mistakes:\n")
                .contains("  - 'prot' in penstock.yaml is not known; did you mean 'port'?\n")
                .contains("  - demo is 'perhaps' (penstock.yaml) but must be true or false\n")
                .hasLineCount(3);
    }

    @Test
    void validateChangesNothing() throws IOException {
        Typed validate = typed().run("validate");

        assertThat(validate.code()).as(validate.err()).isZero();
        assertThat(validate.out())
                .isEqualTo("A start would succeed, with data in " + home.resolve("data") + ".\n");
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void validateTellsWhatIsWrongWithTheStoreAndThePluginsTogether() throws Exception {
        typed().run("serve");
        Files.delete(home.resolve("data/master.key"));
        Files.createDirectory(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/text.jar"), "I am text");

        Typed validate = typed().run("validate");

        assertThat(validate.code()).isEqualTo(1);
        assertThat(validate.err())
                .contains("penstock: the data directory has a database but no master key: put back")
                .contains("penstock: plugin text.jar cannot be used: ");
    }

    @Test
    void validateTellsOfAGatewayThatRunsHere() throws Exception {
        AtomicReference<Typed> beside = new AtomicReference<>();
        typed().whileServing(_ -> beside.set(typed().run("validate"))).run("serve");

        assertThat(beside.get().code()).as(beside.get().err()).isZero();
        assertThat(beside.get().out())
                .isEqualTo(
                        "A gateway is running here, with data in "
                                + home.resolve("data")
                                + "; checked everything else.\n");
        Files.createDirectory(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/text.jar"), "I am text");
        typed().whileServing(_ -> beside.set(typed().run("validate"))).run("serve");
        assertThat(beside.get().code()).isEqualTo(1);
        assertThat(beside.get().err()).startsWith("penstock: plugin text.jar cannot be used: ");
    }

    @Test
    void validateNamesPluginsThatCannotBeUsed() throws Exception {
        Files.createDirectory(home.resolve("plugins"));
        Files.writeString(home.resolve("plugins/text.jar"), "I am text");

        Typed validate = typed().run("validate");

        assertThat(validate.code()).isEqualTo(1);
        assertThat(validate.err()).startsWith("penstock: plugin text.jar cannot be used: ");
    }

    @Test
    void namedConfigurationIsUsed() throws Exception {
        Path file = Files.writeString(home.resolve("other.yaml"), "data: elsewhere\n");

        assertThat(typed().run("validate", "--config", file.toString()).out())
                .contains(home.resolve("elsewhere").toString());
    }

    @Test
    void settingsCanBeTyped() {
        assertThat(typed().run("validate", "--set", "data=typed", "--set", "demo=false").out())
                .contains(home.resolve("typed").toString());
        assertThat(typed().run("--set", "data=first", "validate").out())
                .contains(home.resolve("first").toString());
    }

    @Test
    void migrateBringsAnEmptyFolderToTheNewestSchemaOnce() {
        assertThat(typed().run("migrate").out())
                .matches("\\d+ migrations? (was|were) applied\\.\n");
        assertThat(typed().run("migrate").out()).isEqualTo("The database is up to date.\n");
    }

    @Test
    void rekeyWithoutAStoreSaysWhatToDo() {
        Typed rekey = typed().run("rekey");
        assertThat(rekey.code()).isEqualTo(1);
        assertThat(rekey.err()).contains("there is no store yet; start the gateway once");
    }
}
