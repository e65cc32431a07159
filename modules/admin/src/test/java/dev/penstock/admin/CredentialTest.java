// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.AdminServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.ProviderCredential;
import dev.penstock.state.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialTest {

    private static final String[] MEMBER = {"authorization", "Bearer member-token"};
    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};

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

    private String pool() {
        AdminServer.Result provider =
                server.post("/admin/v1/providers", "{\"uid\":\"good\",\"type\":\"openai\"}", ADMIN);
        return "/admin/v1/providers/" + provider.text("/id") + "/credentials";
    }

    private ProviderCredential stored() {
        return server.store.providers.getFirst().credentials().getFirst();
    }

    @Test
    void credentialIsAddedAndShownByItsLastFour() {
        String pool = pool();

        AdminServer.Result made =
                server.post(
                        pool,
                        """
                        {"name":"team b","api_key":"sk-0123456789abcdefWXYZ","weight":5,
                         "enabled":false,"expires":"2027-01-01T00:00:00Z"}
                        """,
                        ADMIN);
        AdminServer.Result list = server.get(pool, ADMIN);

        assertThat(made.status()).isEqualTo(201);
        assertThat(list.text("/data/0/last_four")).isEqualTo("WXYZ");
        assertThat(list.body().at("/data/0/weight").asInt()).isEqualTo(5);
        assertThat(list.raw().body() + made.raw().body()).doesNotContain("0123456789abcdef");
        assertThat(stored().secret().reveal()).isEqualTo("sk-0123456789abcdefWXYZ");
        assertThat(stored().enabled()).isFalse();
        assertThat(server.get(pool + "/" + made.text("/id"), ADMIN).body()).isEqualTo(made.body());
    }

    @Test
    void takenNameIsAConflict() {
        String pool = pool();
        server.post(pool, "{\"name\":\"a\",\"api_key\":\"x\"}", ADMIN);

        assertThat(server.post(pool, "{\"name\":\"a\",\"api_key\":\"y\"}", ADMIN).status())
                .isEqualTo(409);
    }

    @Test
    void patchChangesWhatItNamesAndKeepsTheSecret() {
        String pool = pool();
        String one =
                pool
                        + "/"
                        + server.post(
                                        pool,
                                        "{\"name\":\"a\",\"api_key\":\"x\",\"weight\":7,"
                                                + "\"expires\":\"2027-01-01T00:00:00Z\"}",
                                        ADMIN)
                                .text("/id");

        AdminServer.Result renamed = server.patch(one, "{\"name\":\"b\"}", ADMIN);
        assertThat(renamed.text("/name")).isEqualTo("b");
        assertThat(renamed.body().at("/weight").asInt()).isEqualTo(7);
        assertThat(renamed.text("/expires")).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(stored().secret().reveal()).isEqualTo("x");

        AdminServer.Result changed =
                server.patch(
                        one,
                        "{\"api_key\":\"new\",\"weight\":1,\"enabled\":false,\"expires\":null}",
                        ADMIN);
        assertThat(changed.body().at("/expires").isNull()).isTrue();
        assertThat(changed.body().at("/enabled").asBoolean()).isFalse();
        assertThat(stored().weight()).isEqualTo(1);
        assertThat(stored().secret().reveal()).isEqualTo("new");
    }

    @Test
    void everyMistakeIsNamed() {
        String pool = pool();

        AdminServer.Result added =
                server.post(pool, "{\"weight\":0,\"enabled\":1,\"expires\":\"soon\"}", ADMIN);
        String id = server.post(pool, "{\"name\":\"a\",\"api_key\":\"x\"}", ADMIN).text("/id");
        AdminServer.Result patched =
                server.patch(
                        pool + "/" + id, "{\"weight\":1001,\"enabled\":null,\"name\":\"\"}", ADMIN);

        assertThat(added.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/name", "/api_key", "/weight", "/enabled", "/expires");
        assertThat(patched.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/weight", "/enabled", "/name");
    }

    @Test
    void credentialHasARevisionOfItsOwn() {
        String pool = pool();
        AdminServer.Result made = server.post(pool, "{\"name\":\"a\",\"api_key\":\"x\"}", ADMIN);
        String one = pool + "/" + made.text("/id");
        String[] first = with(ADMIN, "if-match", made.etag());

        assertThat(server.patch(one, "{\"weight\":2}", first).etag()).isEqualTo("\"2\"");
        assertThat(server.patch(one, "{\"weight\":3}", first).status()).isEqualTo(412);
        assertThat(server.delete(one, first).status()).isEqualTo(412);
        assertThat(stored().weight()).isEqualTo(2);
        assertThat(server.delete(one, with(ADMIN, "if-match", "\"2\"")).status()).isEqualTo(204);
        assertThat(server.store.providers.getFirst().credentials()).isEmpty();
    }

    @Test
    void credentialIsFoundInItsOwnPoolOnly() {
        String pool = pool();
        String id = server.post(pool, "{\"name\":\"a\",\"api_key\":\"x\"}", ADMIN).text("/id");
        AdminServer.Result other =
                server.post(
                        "/admin/v1/providers", "{\"uid\":\"other\",\"type\":\"openai\"}", ADMIN);
        String foreign = "/admin/v1/providers/" + other.text("/id") + "/credentials/" + id;

        assertThat(server.get(foreign, ADMIN).status()).isEqualTo(404);
        assertThat(server.patch(foreign, "{\"weight\":2}", ADMIN).status()).isEqualTo(404);
        assertThat(server.delete(foreign, ADMIN).status()).isEqualTo(404);
    }

    @Test
    void memberMayLookButNotChange() {
        String pool = pool();

        assertThat(server.get(pool, MEMBER).status()).isEqualTo(200);
        assertThat(server.post(pool, "{\"name\":\"a\",\"api_key\":\"x\"}", MEMBER).status())
                .isEqualTo(403);
    }

    @Test
    void oneCredentialIsProbedEvenWhenItIsSwitchedOff() {
        String pool = pool();
        server.post(pool, "{\"name\":\"a\",\"api_key\":\"x\"}", ADMIN);
        String id =
                server.post(pool, "{\"name\":\"b\",\"api_key\":\"y\",\"enabled\":false}", ADMIN)
                        .text("/id");
        String probe = pool.replace("/credentials", "/probe");

        AdminServer.Result result = server.post(probe + "?credential=" + id, "", ADMIN);

        assertThat(result.body().at("/models").size()).isEqualTo(2);
        assertThat(result.body().at("/latency_ms").isIntegralNumber()).isTrue();
        assertThat(server.engine.candidates)
                .singleElement()
                .satisfies(tried -> {
                    assertThat(tried.credentials()).hasSize(1);
                    assertThat(tried.credentials().getFirst().secret().reveal()).isEqualTo("y");
                    assertThat(tried.credentials().getFirst().enabled()).isTrue();
                });
        assertThat(server.post(probe + "?credential=" + probe.length(), "", ADMIN).status())
                .isEqualTo(404);
    }

    @Test
    void providerIsProbedBeforeItIsConfigured() {
        String good =
                """
                {"uid":"good","type":"openai","base_url":"http://a/v1","api_key":"x",
                 "options":{"timeout.idle":"PT9S"}}
                """;

        AdminServer.Result works = server.post("/admin/v1/providers/probe", good, ADMIN);
        AdminServer.Result fails =
                server.post("/admin/v1/providers/probe", good.replace("good", "bad"), ADMIN);

        assertThat(works.status()).isEqualTo(200);
        assertThat(fails.status()).isEqualTo(502);
        assertThat(fails.text("/detail")).isEqualTo("the provider refused the credential");
        assertThat(server.store.providers).isEmpty();
        assertThat(server.engine.candidates.getFirst().options())
                .containsEntry("timeout.idle", "PT9S");
    }
}
