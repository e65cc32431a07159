// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.AdminServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.Secret;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderChangeTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.ADMIN, "admin-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AdminServer.Result added(String members) {
        return server.post(
                "/admin/v1/providers",
                "{\"uid\":\"good\",\"type\":\"openai\"" + members + "}",
                ADMIN);
    }

    private AdminServer.Result patched(AdminServer.Result provider, String body) {
        return server.patch("/admin/v1/providers/" + provider.text("/id"), body, ADMIN);
    }

    private ProviderConfiguration stored() {
        return server.store.providers.getFirst();
    }

    @Test
    void everyMemberCanBeChanged() {
        AdminServer.Result made = added("");

        AdminServer.Result after =
                patched(
                        made,
                        """
                        {"uid":"other","type":"anthropic","base_url":"http://localhost:1/v1",
                         "options":{"timeout.idle":"PT9S"},"passes_unknown_names":true,
                         "enabled":false,"api_key":"sk-0123456789abcdefWXYZ"}
                        """);

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.text("/uid")).isEqualTo("other");
        assertThat(after.text("/type")).isEqualTo("anthropic");
        assertThat(after.text("/base_url")).isEqualTo("http://localhost:1/v1");
        assertThat(after.text("/options/timeout.idle")).isEqualTo("PT9S");
        assertThat(after.body().at("/passes_unknown_names").asBoolean()).isTrue();
        assertThat(after.body().at("/enabled").asBoolean()).isFalse();
        assertThat(after.body().at("/credentials").asInt()).isEqualTo(1);
        assertThat(after.text("/api_key")).isEqualTo("sk-0***WXYZ");
        assertThat(server.get("/admin/v1/providers/" + made.text("/id"), ADMIN).body())
                .isEqualTo(after.body());
    }

    @Test
    void whatIsNotNamedStays() {
        AdminServer.Result made =
                added(
                        ",\"base_url\":\"http://a/v1\",\"options\":{\"timeout.idle\":\"PT9S\"},"
                                + "\"passes_unknown_names\":true,\"enabled\":false");

        AdminServer.Result after = patched(made, "{\"uid\":\"renamed\"}");

        assertThat(after.text("/base_url")).isEqualTo("http://a/v1");
        assertThat(after.text("/options/timeout.idle")).isEqualTo("PT9S");
        assertThat(after.body().at("/passes_unknown_names").asBoolean()).isTrue();
        assertThat(after.body().at("/enabled").asBoolean()).isFalse();
    }

    @Test
    void otherBaseUrlNeedsTheSecretAgain() {
        AdminServer.Result made =
                added(",\"base_url\":\"http://a/v1\",\"api_key\":\"sk-0123456789abcdefWXYZ\"");

        AdminServer.Result without = patched(made, "{\"base_url\":\"http://evil/v1\"}");
        AdminServer.Result with =
                patched(
                        made,
                        "{\"base_url\":\"http://b/v1\",\"api_key\":\"sk-0123456789abcdefABCD\"}");

        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text("/title")).isEqualTo("Secret required");
        assertThat(with.text("/base_url")).isEqualTo("http://b/v1");
        assertThat(stored().credentials().getFirst().secret().reveal())
                .isEqualTo("sk-0123456789abcdefABCD");
    }

    @Test
    void secretsOfAWholePoolAreGivenByTheirIds() {
        AdminServer.Result made = added(",\"base_url\":\"http://a/v1\",\"api_key\":\"first\"");
        String pool = "/admin/v1/providers/" + made.text("/id") + "/credentials";
        server.post(pool, "{\"name\":\"second\",\"api_key\":\"second\"}", ADMIN);
        String one = stored().credentials().get(0).id().toString();
        String two = stored().credentials().get(1).id().toString();

        AdminServer.Result alone =
                patched(made, "{\"base_url\":\"http://b/v1\",\"api_key\":\"x\"}");
        AdminServer.Result half =
                patched(
                        made,
                        "{\"base_url\":\"http://b/v1\",\"api_keys\":{\"%s\":\"x\"}}"
                                .formatted(one));
        AdminServer.Result both =
                patched(
                        made,
                        "{\"base_url\":\"http://b/v1\",\"api_keys\":{\"%s\":\"x\",\"%s\":\"y\"}}"
                                .formatted(one, two));

        assertThat(alone.text("/errors/0/pointer")).isEqualTo("/api_key");
        assertThat(half.text("/title")).isEqualTo("Secret required");
        assertThat(both.status()).isEqualTo(200);
        assertThat(stored().credentials())
                .extracting(ProviderCredential::secret)
                .containsExactly(Secret.of("x"), Secret.of("y"));
    }

    @Test
    void strangeCredentialIsAMistake() {
        AdminServer.Result made = added("");

        AdminServer.Result result =
                patched(made, "{\"api_keys\":{\"%s\":\"x\"}}".formatted(made.text("/id")));

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.text("/errors/0/pointer")).isEqualTo("/api_keys");
    }

    @Test
    void nullClearsTheBaseUrlAndNothingElse() {
        AdminServer.Result made = added(",\"base_url\":\"http://a/v1\"");

        AdminServer.Result cleared = patched(made, "{\"base_url\":null}");
        AdminServer.Result refused =
                patched(made, "{\"uid\":null,\"enabled\":null,\"options\":null}");

        assertThat(cleared.body().at("/base_url").isNull()).isTrue();
        assertThat(refused.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/uid", "/enabled", "/options");
        assertThat(stored().enabled()).isTrue();
    }

    @Test
    void everyMistakeInAPatchIsNamed() {
        AdminServer.Result result =
                patched(
                        added(""),
                        """
                        {"uid":"no spaces","type":"unheard","base_url":"ftp://x","enabled":"yes",
                         "api_keys":{"no id":"x"},"other":1}
                        """);

        assertThat(result.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder(
                        "/uid", "/type", "/base_url", "/enabled", "/api_keys", "/other");
    }

    @Test
    void outdatedRevisionIsRefusedWithWhatToDo() {
        AdminServer.Result made = added("");
        String path = "/admin/v1/providers/" + made.text("/id");
        String[] first = with(ADMIN, "if-match", made.etag());
        AdminServer.Result changed = server.patch(path, "{\"enabled\":false}", first);

        AdminServer.Result late = server.patch(path, "{\"uid\":\"late\"}", first);
        AdminServer.Result removal = server.delete(path, first);
        AdminServer.Result strange =
                server.patch(path, "{\"uid\":\"x\"}", with(ADMIN, "if-match", "W/\"2\""));

        assertThat(made.etag()).isEqualTo("\"1\"");
        assertThat(changed.etag()).isEqualTo("\"2\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.text("/detail")).contains("read it again");
        assertThat(removal.status()).isEqualTo(412);
        assertThat(strange.status()).isEqualTo(412);
        assertThat(stored().uid()).isEqualTo("good");
        assertThat(server.delete(path, with(ADMIN, "if-match", changed.etag())).status())
                .isEqualTo(204);
    }

    @Test
    void withoutIfMatchTheLastWriteWins() {
        AdminServer.Result made = added("");
        patched(made, "{\"enabled\":false}");

        assertThat(patched(made, "{\"uid\":\"late\"}").status()).isEqualTo(200);
        assertThat(stored().uid()).isEqualTo("late");
        assertThat(stored().enabled()).isFalse();
        assertThat(server.delete("/admin/v1/providers/" + made.text("/id"), ADMIN).status())
                .isEqualTo(204);
    }

    @Test
    void unknownProviderIsNotFound() {
        String path = "/admin/v1/providers/01a1f87e-a9d9-7069-a98e-da8cd4162464";

        assertThat(server.get(path, ADMIN).status()).isEqualTo(404);
        assertThat(server.patch(path, "{}", ADMIN).status()).isEqualTo(404);
        assertThat(server.delete(path, ADMIN).status()).isEqualTo(404);
        assertThat(server.get(path + "/credentials", ADMIN).status()).isEqualTo(404);
    }
}
