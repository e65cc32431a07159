// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.IssuedKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandsTest {

    private static final String ID = "01a1f87e-a9d9-7069-a98e-da8cd4162464";
    private static final String ISSUED =
            """
            {"id":"%s","name":"ci","key":"sk-pst-thekey","models":["demo/*"],"expires":null}
            """
                    .formatted(ID);

    @TempDir private Path home;

    private Typed typed(AdminServer server) {
        return new Typed(home)
                .with("PENSTOCK_URL", server.url())
                .with("PENSTOCK_TOKEN", "pst-adm-token");
    }

    @Test
    void issuedKeyStandsAloneOnStandardOutput() {
        try (AdminServer server = new AdminServer(201, ISSUED)) {
            Typed issue =
                    typed(server)
                            .run(
                                    "key",
                                    "issue",
                                    "--name",
                                    "ci",
                                    "--model",
                                    "demo/*",
                                    "--model",
                                    "gpt-5",
                                    "--expires",
                                    "2027-01-31T00:00:00Z");

            assertThat(issue.code()).as(issue.err()).isZero();
            assertThat(issue.out()).isEqualTo("sk-pst-thekey\n");
            assertThat(issue.err())
                    .isEqualTo("Issued key 'ci' with id " + ID + "; it is not shown again.\n");
            assertThat(server.asked())
                    .containsExactly(
                            new AdminServer.Asked(
                                    "POST /admin/v1/keys",
                                    "Bearer pst-adm-token",
                                    "{\"name\":\"ci\",\"models\":[\"demo/*\",\"gpt-5\"],"
                                            + "\"expires\":\"2027-01-31T00:00:00Z\"}"));
        }
    }

    @Test
    void optionsOverrideTheEnvironment() {
        try (AdminServer server = new AdminServer(201, ISSUED)) {
            Typed issue =
                    new Typed(home)
                            .with("PENSTOCK_URL", "http://127.0.0.1:1")
                            .with("PENSTOCK_TOKEN", "pst-adm-old")
                            .run(
                                    "key",
                                    "issue",
                                    "--name",
                                    "ci",
                                    "--model",
                                    "*",
                                    "--url",
                                    server.url() + "/",
                                    "--token",
                                    "pst-adm-new");

            assertThat(issue.code()).as(issue.err()).isZero();
            assertThat(server.asked().getFirst().authorization()).isEqualTo("Bearer pst-adm-new");
        }
    }

    @Test
    void listShowsStateOfEveryKey() {
        String keys =
                """
                {"data":[
                 {"id":"a","name":"demo","last_four":"wxyz","models":["demo/*"],
                  "created":"2026-11-20T09:00:00Z","expires":null,"revoked":null},
                 {"id":"b","name":"old","last_four":"1234","models":["a","b"],
                  "created":"2026-11-20T09:00:00Z","expires":"2026-01-01T00:00:00Z","revoked":null},
                 {"id":"c","name":"gone","last_four":"5678","models":["*"],
                  "created":"2026-11-20T09:00:00Z","expires":null,"revoked":"2026-11-20T10:00:00Z"}]}
                """;
        try (AdminServer server = new AdminServer(200, keys)) {
            Typed list = typed(server).run("key", "list");

            assertThat(list.code()).isZero();
            assertThat(list.out())
                    .isEqualTo(
                            """
                            ID  NAME  KEY      MODELS  STATE                         CREATED
                            a   demo  ...wxyz  demo/*  active                        2026-11-20T09:00:00Z
                            b   old   ...1234  a b     expired 2026-01-01T00:00:00Z  2026-11-20T09:00:00Z
                            c   gone  ...5678  *       revoked                       2026-11-20T09:00:00Z
                            """);
            assertThat(server.asked().getFirst().line()).isEqualTo("GET /admin/v1/keys");
        }
    }

    @Test
    void revokeNamesTheKey() {
        try (AdminServer server = new AdminServer(204, "")) {
            Typed revoke = typed(server).run("key", "revoke", ID);

            assertThat(revoke.code()).as(revoke.err()).isZero();
            assertThat(revoke.out()).isEqualTo("Key " + ID + " is revoked.\n");
            assertThat(server.asked().getFirst().line()).isEqualTo("DELETE /admin/v1/keys/" + ID);
        }
    }

    @Test
    void whatIsNoIdIsNotSent() {
        try (AdminServer server = new AdminServer(204, "")) {
            Typed revoke = typed(server).run("key", "revoke", "../providers/x");

            assertThat(revoke.code()).isEqualTo(1);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void refusalIsSaidInTheWordsOfTheGateway() {
        String problem =
                """
                {"type":"about:blank","title":"Not signed in","status":401,"errors":[],
                 "detail":"the personal token is unknown, expired or revoked; make a new one"}
                """;
        try (AdminServer server = new AdminServer(401, problem)) {
            Typed list = typed(server).run("key", "list");

            assertThat(list.code()).isEqualTo(1);
            assertThat(list.err())
                    .isEqualTo(
                            "penstock: the personal token is unknown, expired or revoked; make a"
                                    + " new one\n");
        }
    }

    @Test
    void everyMistakeOfTheBodyIsSaid() {
        String problem =
                """
                {"title":"Invalid body","status":422,"detail":"2 mistakes; see errors","errors":[
                 {"pointer":"/name","message":"is too long"},
                 {"pointer":"/models","message":"must list something"}]}
                """;
        try (AdminServer server = new AdminServer(422, problem)) {
            Typed issue = typed(server).run("key", "issue", "--name", "x", "--model", "y");

            assertThat(issue.err())
                    .isEqualTo("penstock: name: is too long; models: must list something\n");
        }
    }

    @Test
    void strangerOnThatAddressIsRecognised() {
        try (AdminServer server = new AdminServer(404, "<html>no</html>")) {
            assertThat(typed(server).run("key", "list").err())
                    .isEqualTo(
                            "penstock: "
                                    + server.url()
                                    + " answered 404; is it a Penstock gateway?\n");
        }
    }

    @Test
    void gatewayThatIsNotThereIsSaidInOneSentence() {
        String url;
        try (AdminServer server = new AdminServer(200, "{}")) {
            url = server.url();
        }
        Typed list =
                new Typed(home)
                        .with("PENSTOCK_URL", url)
                        .with("PENSTOCK_TOKEN", "pst-adm-token")
                        .run("key", "list");

        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err())
                .isEqualTo(
                        "penstock: the gateway at "
                                + url
                                + " cannot be reached; start it, or name another with --url\n");
    }

    @Test
    void stackTraceIsShownToThoseWhoAsk() {
        Typed list =
                new Typed(home)
                        .with("PENSTOCK_URL", "http://127.0.0.1:1")
                        .with("PENSTOCK_TOKEN", "pst-adm-token")
                        .run("--verbose", "key", "list");

        assertThat(list.err()).contains("cannot be reached").contains("\tat ");
    }

    @Test
    void missingTokenIsSaidBeforeAnythingIsSent() {
        Typed list = new Typed(home).run("key", "list");

        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err())
                .startsWith("penstock: no personal token is given; set PENSTOCK_TOKEN");
    }

    @Test
    void issuedKeyIsNoPersonalTokenAndIsNotRepeated() {
        Typed list = new Typed(home).with("PENSTOCK_TOKEN", "sk-pst-secret").run("key", "list");

        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err()).contains("one begins with pst-adm-").doesNotContain("sk-pst-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:8000", "ftp://x", "http://user:pw@x", "http://", "not a url"})
    void urlOfAnotherFormIsRefused(String url) {
        Typed list =
                new Typed(home)
                        .with("PENSTOCK_TOKEN", "pst-adm-token")
                        .run("key", "list", "--url", url);

        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err()).contains("but must look like http://127.0.0.1:8000");
    }

    @Test
    void completeKeyIsRecognisedWithoutAskingAnybody() {
        String key = IssuedKey.generate(new SecureRandom()).reveal();

        assertThat(new Typed(home).run("key", "check", key).code()).isZero();
        assertThat(new Typed(home).reading(key + "\n").run("key", "check").code()).isZero();
        assertThat(new Typed(home).reading(key).run("key", "check", "-").code()).isZero();
    }

    @Test
    void slipInAKeyIsFound() {
        String key = IssuedKey.generate(new SecureRandom()).reveal();
        char other = key.charAt(10) == 'a' ? 'b' : 'a';
        String slip = key.substring(0, 10) + other + key.substring(11);

        Typed check = new Typed(home).run("key", "check", slip);

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err())
                .isEqualTo("penstock: the key is incomplete or has a slip in it; copy it again\n");
        assertThat(new Typed(home).run("key", "check", "sk-ant-x").err()).contains("no issued key");
    }

    @Test
    void keyIsSwitchedOffAndOn() {
        try (AdminServer server = new AdminServer(200, "{}")) {
            Typed off = typed(server).run("key", "disable", ID);
            Typed on = typed(server).run("key", "enable", ID);

            assertThat(off.out()).isEqualTo("Key " + ID + " is disabled.\n");
            assertThat(on.out()).isEqualTo("Key " + ID + " is enabled.\n");
            assertThat(server.asked())
                    .extracting(asked -> asked.line() + " " + asked.body())
                    .containsExactly(
                            "PATCH /admin/v1/keys/" + ID + " {\"disabled\":true}",
                            "PATCH /admin/v1/keys/" + ID + " {\"disabled\":false}");
        }
    }

    @Test
    void rotatedKeyStandsAloneOnStandardOutput() {
        try (AdminServer server = new AdminServer(201, ISSUED)) {
            Typed rotate = typed(server).run("key", "rotate", ID, "--overlap", "7d");

            assertThat(rotate.code()).as(rotate.err()).isZero();
            assertThat(rotate.out()).isEqualTo("sk-pst-thekey\n");
            assertThat(rotate.err()).contains("in the place of " + ID);
            assertThat(server.asked())
                    .extracting(asked -> asked.line() + " " + asked.body())
                    .containsExactly(
                            "POST /admin/v1/keys/" + ID + "/rotate {\"overlap\":\"PT168H\"}");
        }
    }

    @Test
    void strangeOverlapIsSaidBeforeAnythingIsAsked() {
        try (AdminServer server = new AdminServer(201, ISSUED)) {
            Typed rotate = typed(server).run("key", "rotate", ID, "--overlap", "2027-01-01");

            assertThat(rotate.code()).isEqualTo(1);
            assertThat(rotate.err())
                    .isEqualTo("penstock: --overlap is '2027-01-01' but must be like 7d or 24h\n");
            assertThat(server.asked()).isEmpty();
        }
    }
}
