// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCommandsTest {

    private static final String ID = "01a1f87e-a9d9-7069-a98e-da8cd4162464";
    private static final String LIST =
            """
            {"data":[
             {"id":"%s","uid":"openai","type":"openai","base_url":null,"credentials":2,
              "enabled":true,"name":"openai"},
             {"id":"b","uid":"local","type":"openai_chat","base_url":"http://gpu:8080/v1",
              "credentials":0,"enabled":false,"name":"local"}],
             "next":null,"models":["m1","m2"],"latency_ms":42}
            """
                    .formatted(ID);

    @TempDir private Path home;

    private Typed typed(AdminServer server) {
        return new Typed(home)
                .with("PENSTOCK_URL", server.url())
                .with("PENSTOCK_TOKEN", "pst-adm-token");
    }

    @Test
    void providerIsAddedWithTheKeyFromStandardInput() {
        try (AdminServer server = new AdminServer(201, "{\"id\":\"" + ID + "\"}")) {
            Typed add =
                    typed(server)
                            .reading("sk-secret\n")
                            .run(
                                    "provider",
                                    "add",
                                    "local",
                                    "--type",
                                    "openai_chat",
                                    "--base-url",
                                    "http://gpu:8080/v1",
                                    "--api-key-stdin",
                                    "--option",
                                    "timeout.idle=PT9S",
                                    "--passes-unknown-names",
                                    "--disabled");

            assertThat(add.code()).as(add.err()).isZero();
            assertThat(add.out()).isEqualTo("Provider 'local' is added with id " + ID + ".\n");
            assertThat(server.asked())
                    .containsExactly(
                            new AdminServer.Asked(
                                    "POST /admin/v1/providers",
                                    "Bearer pst-adm-token",
                                    "{\"uid\":\"local\",\"type\":\"openai_chat\","
                                            + "\"base_url\":\"http://gpu:8080/v1\","
                                            + "\"api_key\":\"sk-secret\","
                                            + "\"options\":{\"timeout.idle\":\"PT9S\"},"
                                            + "\"passes_unknown_names\":true,\"enabled\":false}"));
        }
    }

    @Test
    void keyComesFromTheEnvironmentToo() {
        try (AdminServer server = new AdminServer(201, "{}")) {
            Typed add =
                    typed(server)
                            .with("OPENAI_API_KEY", "sk-env")
                            .run(
                                    "provider",
                                    "add",
                                    "openai",
                                    "--type",
                                    "openai",
                                    "--api-key-env",
                                    "OPENAI_API_KEY");

            assertThat(add.code()).as(add.err()).isZero();
            assertThat(server.asked().getFirst().body()).contains("\"api_key\":\"sk-env\"");
            assertThat(add.out() + add.err()).doesNotContain("sk-env");
        }
    }

    @Test
    void missingKeyIsSaidBeforeAnythingIsAsked() {
        try (AdminServer server = new AdminServer(201, "{}")) {
            Typed variable =
                    typed(server)
                            .run(
                                    "provider",
                                    "add",
                                    "x",
                                    "--type",
                                    "openai",
                                    "--api-key-env",
                                    "NONE");
            Typed input =
                    typed(server)
                            .run("provider", "add", "x", "--type", "openai", "--api-key-stdin");

            assertThat(variable.code()).isEqualTo(1);
            assertThat(variable.err())
                    .isEqualTo("penstock: the environment variable NONE holds no API key\n");
            assertThat(input.err()).isEqualTo("penstock: standard input holds no API key\n");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void providerIsTestedBeforeItIsAdded() {
        try (AdminServer server = new AdminServer(200, LIST)) {
            Typed add = typed(server).run("provider", "add", "x", "--type", "openai", "--test");

            assertThat(add.code()).as(add.err()).isZero();
            assertThat(add.out()).startsWith("It answered after 42 ms and offers 2 models.\n");
            assertThat(server.asked())
                    .extracting(AdminServer.Asked::line)
                    .containsExactly("POST /admin/v1/providers/probe", "POST /admin/v1/providers");
        }
    }

    @Test
    void failedTestAddsNothing() {
        String problem = "{\"detail\":\"the provider refused the credential\"}";
        try (AdminServer server = new AdminServer(502, problem)) {
            Typed add = typed(server).run("provider", "add", "x", "--type", "openai", "--test");

            assertThat(add.code()).isEqualTo(1);
            assertThat(add.err()).isEqualTo("penstock: the provider refused the credential\n");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void listShowsEveryProvider() {
        try (AdminServer server = new AdminServer(200, LIST)) {
            Typed list = typed(server).run("provider", "list");

            assertThat(list.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                    .containsExactly(
                            "UID|TYPE|BASE URL|CREDENTIALS|STATE|ID",
                            "openai|openai|-|2|enabled|" + ID,
                            "local|openai_chat|http://gpu:8080/v1|0|disabled|b");
        }
    }

    @Test
    void testTellsWhatAProviderOffers() {
        try (AdminServer server = new AdminServer(200, LIST)) {
            Typed test = typed(server).run("provider", "test", "openai");
            Typed models = typed(server).run("provider", "test", "openai", "--models");

            assertThat(test.out()).isEqualTo("It answered after 42 ms and offers 2 models.\n");
            assertThat(models.out()).isEqualTo("m1\nm2\n");
            assertThat(server.asked().get(1).line())
                    .isEqualTo("POST /admin/v1/providers/" + ID + "/probe");
        }
    }

    @Test
    void oneCredentialIsTestedByItsName() {
        try (AdminServer server = new AdminServer(200, LIST)) {
            Typed test = typed(server).run("provider", "test", "openai", "--credential", "local");

            assertThat(test.code()).as(test.err()).isZero();
            assertThat(server.asked())
                    .extracting(AdminServer.Asked::line)
                    .containsExactly(
                            "GET /admin/v1/providers",
                            "GET /admin/v1/providers/" + ID + "/credentials",
                            "POST /admin/v1/providers/" + ID + "/probe");
        }
    }

    @Test
    void removeGoesByUidOrId() {
        try (AdminServer server = new AdminServer(200, LIST)) {
            Typed byUid = typed(server).run("provider", "remove", "openai");
            typed(server).run("provider", "remove", ID);

            assertThat(byUid.out()).isEqualTo("Provider 'openai' is removed.\n");
            assertThat(server.asked().get(1).line())
                    .isEqualTo("DELETE /admin/v1/providers/" + ID)
                    .isEqualTo(server.asked().get(3).line());
        }
    }

    @Test
    void unknownProviderIsSaid() {
        try (AdminServer server = new AdminServer(200, LIST)) {
            Typed remove = typed(server).run("provider", "remove", "nobody");

            assertThat(remove.code()).isEqualTo(1);
            assertThat(remove.err())
                    .isEqualTo(
                            "penstock: there is no provider 'nobody'; 'provider list' shows all\n");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void modelsAreAddedListedAndRemoved() {
        String list =
                "{\"data\":[{\"id\":\"m\",\"name\":\"fast\",\"provider\":\"openai\","
                        + "\"model\":\"gpt-5-nano\"}],\"next\":null}";
        try (AdminServer server = new AdminServer(200, list)) {
            Typed add =
                    typed(server)
                            .run(
                                    "model",
                                    "add",
                                    "fast",
                                    "--provider",
                                    "openai",
                                    "--model",
                                    "gpt-5-nano");
            Typed shown = typed(server).run("model", "list");
            Typed remove = typed(server).run("model", "remove", "fast");

            assertThat(add.out()).isEqualTo("Model 'fast' is answered by openai/gpt-5-nano.\n");
            assertThat(shown.out())
                    .isEqualTo("NAME  PROVIDER  MODEL       ID\nfast  openai    gpt-5-nano  m\n");
            assertThat(remove.out()).isEqualTo("Model 'fast' is removed.\n");
            assertThat(server.asked().getFirst().body())
                    .isEqualTo(
                            "{\"name\":\"fast\",\"provider\":\"openai\",\"model\":\"gpt-5-nano\"}");
            assertThat(server.asked().getLast().line()).isEqualTo("DELETE /admin/v1/models/m");
        }
    }
}
