// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {

    private static final String PLAN =
            """
            {"dry_run":%s,"unchanged":2,"keys":%s,"changes":[
             {"action":"create","kind":"credential","name":"main/one","members":[
              {"name":"weight","before":null,"after":3},{"name":"secret","before":null,"after":"***"}]},
             {"action":"change","kind":"model","name":"fast","members":[
              {"name":"model","before":"a","after":"b"}]},
             {"action":"remove","kind":"key","name":"ci","members":[
              {"name":"models","before":["*"],"after":null}]}]}
            """;
    private static final String DONE =
            PLAN.formatted("false", "[{\"id\":\"7\",\"name\":\"new\",\"key\":\"sk-pst-x\"}]");
    private static final String CHANGES =
            """
            + credential main/one
                weight: 3
                secret: ***
            ~ model fast
                model: a -> b
            - key ci

            """;

    @TempDir private Path home;
    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws IOException {
        file = home.resolve("gateway.yaml");
        Files.writeString(
                file,
                """
                version: 1
                providers:
                  - uid: main
                    type: openai
                    credentials:
                      - name: one
                        secret: ${env:ONE}
                      - name: two
                        secret: ${file:two.txt}
                """);
        Files.writeString(home.resolve("two.txt"), "sk-two\n");
    }

    private Typed typed(AdminServer server) {
        return new Typed(home)
                .with("PENSTOCK_URL", server.url())
                .with("PENSTOCK_TOKEN", "pst-adm-token")
                .with("ONE", "sk-one");
    }

    @Test
    void secretsAreReadHereAndThePlanIsLaidOut() {
        try (AdminServer server = new AdminServer(200, DONE)) {
            Typed apply = typed(server).run("apply", file.toString(), "--yes");

            assertThat(apply.code()).as(apply.err()).isZero();
            assertThat(apply.out())
                    .isEqualTo(
                            CHANGES
                                    + """
                                    Done: 1 created, 1 changed, 1 removed; 2 as the file says already.

                                    Keys that were issued; they are not shown again:
                                    NAME  KEY       ID
                                    new   sk-pst-x  7
                                    """);
            assertThat(server.asked())
                    .singleElement()
                    .satisfies(asked -> {
                        assertThat(asked.line()).isEqualTo("POST /admin/v1/apply");
                        assertThat(asked.body())
                                .contains("\"secret\":\"sk-one\"", "\"secret\":\"sk-two\"");
                    });
        }
    }

    @Test
    void dryRunTellsByItsExitCodeWhenAsked() {
        try (AdminServer server = new AdminServer(200, PLAN.formatted("true", "[]"))) {
            Typed dry = typed(server).run("apply", file.toString(), "--dry-run");
            Typed coded = typed(server).run("apply", file.toString(), "--dry-run", "--exit-code");

            assertThat(dry.code()).isZero();
            assertThat(coded.code()).isEqualTo(3);
            assertThat(dry.out())
                    .isEqualTo(
                            CHANGES
                                    + "To do: 1 to create, 1 to change, 1 to remove; 2 as the file says"
                                    + " already.\n");
        }
    }

    @Test
    void nothingToDoIsNoDifference() {
        String nothing = "{\"dry_run\":true,\"unchanged\":3,\"keys\":[],\"changes\":[]}";
        try (AdminServer server = new AdminServer(200, nothing)) {
            Typed dry = typed(server).run("apply", file.toString(), "--dry-run", "--exit-code");
            Typed asked = typed(server).run("apply", file.toString());

            assertThat(dry.code()).isZero();
            assertThat(asked.code()).isZero();
            assertThat(asked.out()).isEqualTo("Nothing to do: all 3 are as the file says.\n");
        }
    }

    @Test
    void nothingIsDoneUnlessItIsConfirmed() {
        try (AdminServer server = new AdminServer(200, PLAN.formatted("true", "[]"))) {
            Typed no = typed(server).reading("n\n").run("apply", file.toString());
            Typed silent = typed(server).run("apply", file.toString());

            assertThat(no.code()).isEqualTo(1);
            assertThat(silent.code()).isEqualTo(1);
            assertThat(no.err()).isEqualTo("penstock: nothing was changed\n");
            assertThat(server.asked()).hasSize(2);
        }
        try (AdminServer server = new AdminServer(200, DONE)) {
            Typed yes = typed(server).reading("y\n").run("apply", file.toString());

            assertThat(yes.code()).isZero();
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void mistakesAreSaidAsCompilersDo() throws IOException {
        Files.writeString(file, "version: 1\nmodels: &a []\n");
        try (AdminServer server = new AdminServer(200, DONE)) {
            Typed apply = typed(server).run("apply", file.toString(), "--yes");

            assertThat(apply.code()).isEqualTo(2);
            assertThat(apply.err())
                    .isEqualTo(file + ":2:9: has an anchor, which is not allowed; leave it out\n");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void mistakesThatTheGatewayFindsHaveThePlacesOfTheFile() {
        String problem =
                """
                {"title":"Invalid body","status":422,"detail":"2 mistakes","errors":[
                 {"pointer":"/providers/0/type","message":"'type' is odd","line":1,"column":40},
                 {"pointer":"/providers/0/credentials/1/weight","message":"weighs","line":1,"column":9}]}
                """;
        try (AdminServer server = new AdminServer(422, problem)) {
            Typed apply = typed(server).run("apply", file.toString(), "--yes");

            assertThat(apply.code()).isEqualTo(2);
            assertThat(apply.err())
                    .isEqualTo(file + ":4:5: 'type' is odd\n" + file + ":8:9: weighs\n");
        }
    }

    @Test
    void secretThatIsNotHereIsAMistakeAtItsPlace() throws IOException {
        Files.delete(home.resolve("two.txt"));
        Typed apply =
                new Typed(home)
                        .with("PENSTOCK_TOKEN", "pst-adm-token")
                        .run("apply", file.toString(), "--yes");

        assertThat(apply.code()).isEqualTo(2);
        assertThat(apply.err())
                .isEqualTo(
                        file
                                + ":7:17: ${env:ONE} is not set in the environment\n"
                                + file
                                + ":9:17: ${file:two.txt} cannot be read on this machine\n");
    }

    @Test
    void conflictIsAFailure() {
        String problem =
                "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"nothing was changed: x\",\"errors\":[]}";
        try (AdminServer server = new AdminServer(409, problem)) {
            Typed apply = typed(server).run("apply", file.toString(), "--yes");

            assertThat(apply.code()).isEqualTo(1);
            assertThat(apply.err()).isEqualTo("penstock: nothing was changed: x\n");
        }
    }

    @Test
    void standardInputIsAFileToo() {
        try (AdminServer server = new AdminServer(200, DONE)) {
            Typed apply =
                    typed(server).reading("version: 1\nkeys: []\n").run("apply", "-", "--yes");
            Typed unsaid = typed(server).reading("version: 1\n").run("apply", "-");

            assertThat(apply.code()).as(apply.err()).isZero();
            assertThat(server.asked().getFirst().body()).isEqualTo("{\"version\":1,\"keys\":[]}");
            assertThat(unsaid.code()).isEqualTo(1);
            assertThat(unsaid.err()).contains("add --yes or --dry-run");
        }
    }

    @Test
    void fileThatIsNotThereIsSaid() {
        Typed apply =
                new Typed(home)
                        .with("PENSTOCK_TOKEN", "pst-adm-token")
                        .run("apply", home.resolve("no.yaml").toString());

        assertThat(apply.code()).isEqualTo(1);
        assertThat(apply.err()).endsWith("no.yaml cannot be read; check its name\n");
    }

    @Test
    void exportGoesToStandardOutputOrOverAFile() throws IOException {
        try (AdminServer server = new AdminServer(200, "version: 1\n")) {
            Typed shown = typed(server).run("export");
            Typed written = typed(server).run("export", "--to", file.toString());

            assertThat(shown.out()).isEqualTo("version: 1\n");
            assertThat(written.code()).as(written.err()).isZero();
            assertThat(Files.readString(file)).isEqualTo("version: 1\n");
            assertThat(server.asked().getFirst().line()).isEqualTo("GET /admin/v1/export");
        }
    }
}
