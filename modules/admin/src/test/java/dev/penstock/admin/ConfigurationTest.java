// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.User;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};
    private static final String[] MEMBER = {"authorization", "Bearer member-token"};
    private static final String PROVIDER =
            """
            {"uid":"good","type":"openai","base_url":"https://api.example.com/v1",
             "api_key":"sk-0123456789abcdefWXYZ","options":{"timeout.idle":"PT9S"},
             "passes_unknown_names":true}
            """;

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.ADMIN, "admin-token");
        server.store.people.person(User.Role.MEMBER, "member-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void providerIsStoredWithItsSecretAndListedWithoutIt() {
        AdminServer.Result made = server.post("/admin/v1/providers", PROVIDER, ADMIN);
        AdminServer.Result list = server.get("/admin/v1/providers", ADMIN);

        assertThat(made.status()).isEqualTo(201);
        assertThat(server.store.providers)
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.credentials().getFirst().secret().reveal())
                            .isEqualTo("sk-0123456789abcdefWXYZ");
                    assertThat(p.passesUnknownNames()).isTrue();
                    assertThat(p.options()).containsEntry("timeout.idle", "PT9S");
                });
        assertThat(list.text("/data/0/api_key")).isEqualTo("sk-0***WXYZ");
        assertThat(list.raw().body() + made.raw().body()).doesNotContain("0123456789abcdef");
    }

    @Test
    void everyMistakeInAProviderIsNamed() {
        AdminServer.Result result =
                server.post(
                        "/admin/v1/providers",
                        """
                        {"uid":"no spaces","type":"unheard","base_url":"ftp://x","api_key":7,
                         "options":{"a":1},"passes_unknown_names":"yes"}
                        """,
                        ADMIN);

        assertThat(result.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder(
                        "/uid",
                        "/type",
                        "/base_url",
                        "/api_key",
                        "/options",
                        "/passes_unknown_names");
        assertThat(result.raw().body()).contains("anthropic, demo, openai");
    }

    @Test
    void takenUidIsAConflict() {
        server.post("/admin/v1/providers", PROVIDER, ADMIN);

        AdminServer.Result again = server.post("/admin/v1/providers", PROVIDER, ADMIN);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/detail")).contains("'good'");
    }

    @Test
    void probeTellsTheModelsOrTheReason() {
        String good = server.post("/admin/v1/providers", PROVIDER, ADMIN).text("/id");
        String bad =
                server.post("/admin/v1/providers", PROVIDER.replace("good", "bad"), ADMIN)
                        .text("/id");

        AdminServer.Result works = server.post("/admin/v1/providers/" + good + "/probe", "", ADMIN);
        AdminServer.Result fails = server.post("/admin/v1/providers/" + bad + "/probe", "", ADMIN);

        assertThat(works.body().at("/models").toString()).isEqualTo("[\"m1\",\"m2\"]");
        assertThat(fails.status()).isEqualTo(502);
        assertThat(fails.text("/detail")).isEqualTo("the provider refused the credential");
    }

    @Test
    void keyIsShownOnceAndStoredAsDigest() {
        AdminServer.Result made =
                server.post("/admin/v1/keys", "{\"name\":\"app\",\"models\":[\"demo/*\"]}", ADMIN);
        AdminServer.Result list = server.get("/admin/v1/keys", ADMIN);

        String key = made.text("/key");
        assertThat(key).matches("sk-pst-[0-9A-Za-z]{38}");
        assertThat(list.raw().body()).doesNotContain(key);
        assertThat(list.text("/data/0/last_four")).isEqualTo(key.substring(key.length() - 4));
        assertThat(server.store.keys.getFirst().digest().hex()).isEqualTo(Tokens.digest(key));
    }

    @Test
    void keyWithoutModelsIsRefusedRatherThanAllowedEverything() {
        AdminServer.Result result = server.post("/admin/v1/keys", "{\"name\":\"app\"}", ADMIN);

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.text("/errors/0/pointer")).isEqualTo("/models");
        assertThat(server.store.keys).isEmpty();
    }

    @Test
    void keyCannotExpireInThePastOrHaveAStarInTheMiddle() {
        AdminServer.Result result =
                server.post(
                        "/admin/v1/keys",
                        "{\"name\":\"a\",\"models\":[\"a*b\"],\"expires\":\"2020-01-01T00:00:00Z\"}",
                        ADMIN);

        assertThat(result.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/models", "/expires");
    }

    @Test
    void revokedKeyStaysListedAsRevoked() {
        String id =
                server.post("/admin/v1/keys", "{\"name\":\"a\",\"models\":[\"*\"]}", ADMIN)
                        .text("/id");

        assertThat(server.delete("/admin/v1/keys/" + id, ADMIN).status()).isEqualTo(204);

        assertThat(server.get("/admin/v1/keys", ADMIN).text("/data/0/revoked"))
                .isEqualTo("2026-11-20T10:00:00Z");
    }

    @Test
    void modelNamesATargetAndCanBeRemoved() {
        AdminServer.Result made =
                server.post(
                        "/admin/v1/models",
                        "{\"name\":\"fast\",\"provider\":\"good\",\"model\":\"gpt-5-nano\"}",
                        ADMIN);

        assertThat(made.status()).isEqualTo(201);
        assertThat(server.get("/admin/v1/models", ADMIN).text("/data/0/model"))
                .isEqualTo("gpt-5-nano");
        assertThat(server.delete("/admin/v1/models/" + made.text("/id"), ADMIN).status())
                .isEqualTo(204);
        assertThat(server.store.routes).isEmpty();
    }

    @Test
    void memberMayLookButNotChange() {
        assertThat(server.get("/admin/v1/providers", MEMBER).status()).isEqualTo(200);

        AdminServer.Result change = server.post("/admin/v1/providers", PROVIDER, MEMBER);

        assertThat(change.status()).isEqualTo(403);
        assertThat(change.text("/detail")).contains("admin").contains("member");
        assertThat(server.store.providers).isEmpty();
    }

    @Test
    void rightsAreCheckedBeforeTheBodyIsRead() {
        assertThat(server.post("/admin/v1/keys", "not json", MEMBER).status()).isEqualTo(403);
        assertThat(server.post("/admin/v1/keys", "not json", ADMIN).status()).isEqualTo(400);
    }

    @Test
    void changesAreMadeInThePersonsName() {
        server.post("/admin/v1/providers", PROVIDER, ADMIN);

        assertThat(server.store.actors)
                .singleElement()
                .satisfies(actor -> {
                    assertThat(actor.name()).isEqualTo("admin@example.com");
                    assertThat(actor.organisation()).isEqualTo(server.store.tenant.organisation());
                });
    }

    @Test
    void duplicateMembersAndOtherContentTypesAreRefused() {
        assertThat(
                        server.post(
                                        "/admin/v1/keys",
                                        "{\"name\":\"a\",\"name\":\"b\",\"models\":[\"*\"]}",
                                        ADMIN)
                                .status())
                .isEqualTo(400);
        assertThat(
                        server.send(
                                        server.request("/admin/v1/keys", ADMIN)
                                                .setHeader("content-type", "text/plain")
                                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                                .build())
                                .status())
                .isEqualTo(415);
    }

    @Test
    void bodyAboveOneMebibyteIsRefused() {
        String large = "{\"name\":\"" + "x".repeat(Exchange.MAX_BODY) + "\"}";

        assertThat(server.post("/admin/v1/keys", large, ADMIN).status()).isEqualTo(413);
    }

    @Test
    void unknownPathsAndIdsAreProblemsToo() {
        AdminServer.Result path = server.get("/admin/v1/nothing/here", ADMIN);
        AdminServer.Result id = server.delete("/admin/v1/keys/not-an-id", ADMIN);

        assertThat(path.status()).isEqualTo(404);
        assertThat(path.raw().headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(id.status()).isEqualTo(404);
    }
}
