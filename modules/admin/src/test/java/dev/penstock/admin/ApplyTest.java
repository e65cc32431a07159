// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.User;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApplyTest {

    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};
    private static final String[] MEMBER = {"authorization", "Bearer member-token"};

    private static final String WHOLE =
            """
            version: 1
            providers:
              - uid: main
                type: openai
                options:
                  timeout.total: PT60S
                credentials:
                  - name: one
                    secret: sk-secret-number-one
                  - name: two
                    weight: 3
                    enabled: false
                    expires: 2027-01-01T00:00:00Z
                    secret: sk-secret-number-two
              - uid: local
                type: demo
                base_url: http://127.0.0.1:9/v1
                passes_unknown_names: true
            models:
              - name: fast
                provider: main
                model: gpt-5-mini
            keys:
              - name: ci
                models: [fast]
                endpoints: [/v1/chat/completions]
              - name: imported
                models: ["*"]
                disabled: true
                sha256: AA00000000000000000000000000000000000000000000000000000000000000
            prices:
              - provider: openai
                model: gpt-5-mini
                rates:
                  input_tokens: 0.15
                  output_tokens: 2
                tiers:
                  - above_input_tokens: 200000
                    rates:
                      input_tokens: 0.3
            settings:
              note.limits: "5"
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

    private AdminServer.Result apply(String yaml, String query) {
        return server.send(
                server.request("/admin/v1/apply" + query, ADMIN)
                        .header("content-type", "application/yaml")
                        .POST(HttpRequest.BodyPublishers.ofString(yaml))
                        .build());
    }

    private static List<String> told(AdminServer.Result applied) {
        List<String> told = new ArrayList<>();
        for (JsonNode change : applied.body().path("changes")) {
            told.add(
                    change.path("action").asString()
                            + " "
                            + change.path("kind").asString()
                            + " "
                            + change.path("name").asString());
        }
        return told;
    }

    private static List<String> mistakes(AdminServer.Result refused) {
        assertThat(refused.status()).as(refused.raw().body()).isEqualTo(422);
        List<String> found = new ArrayList<>();
        for (JsonNode mistake : refused.body().path("errors")) {
            found.add(
                    mistake.path("line").asInt()
                            + ":"
                            + mistake.path("column").asInt()
                            + " "
                            + mistake.path("pointer").asString()
                            + " "
                            + mistake.path("message").asString());
        }
        return found;
    }

    @Test
    void fileMakesEverythingThatItNames() {
        AdminServer.Result applied = apply(WHOLE, "");

        assertThat(applied.status()).as(applied.raw().body()).isEqualTo(200);
        assertThat(told(applied))
                .containsExactly(
                        "create provider main",
                        "create credential main/one",
                        "create credential main/two",
                        "create provider local",
                        "create model fast",
                        "create key ci",
                        "create key imported",
                        "create price openai/gpt-5-mini",
                        "create setting note.limits");
        assertThat(server.store.providers.getFirst().credentials().getLast())
                .satisfies(two -> {
                    assertThat(two.secret()).isEqualTo(Secret.of("sk-secret-number-two"));
                    assertThat(two.weight()).isEqualTo(3);
                    assertThat(two.enabled()).isFalse();
                    assertThat(two.expires()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
                });
        assertThat(server.store.providers.getLast().passesUnknownNames()).isTrue();
        assertThat(server.store.keys)
                .extracting(KeyRecord::name, KeyRecord::enabled)
                .containsExactly(tuple("ci", true), tuple("imported", false));
        assertThat(server.store.keys.getLast().digest().hex()).isEqualTo("aa" + "0".repeat(62));
        assertThat(server.store.configuration.prices.settings.getFirst().content()).isEqualTo("5");
    }

    @Test
    void issuedKeyIsShownOnceAndNoSecretEver() {
        AdminServer.Result applied = apply(WHOLE, "");

        assertThat(applied.body().path("keys").size()).isEqualTo(1);
        String key = applied.text("/keys/0/key");
        assertThat(server.store.digest(Secret.of(key)))
                .isEqualTo(server.store.keys.getFirst().digest());
        assertThat(applied.raw().body()).doesNotContain("sk-secret").contains("***");
        assertThat(apply(WHOLE, "").body().path("keys").size()).isZero();
    }

    @Test
    void secondTimeChangesNothingAndWritesNoAudit() {
        var _ = apply(WHOLE, "");
        int rows = server.store.actors.size();

        AdminServer.Result again = apply(WHOLE, "?prune=true");

        assertThat(told(again)).isEmpty();
        assertThat(again.body().path("unchanged").asInt()).isEqualTo(9);
        assertThat(server.store.actors).hasSize(rows);
    }

    @Test
    void dryRunSaysTheSameAndDoesNothing() {
        AdminServer.Result dry = apply(WHOLE, "?dry_run=true");

        assertThat(server.store.providers).isEmpty();
        assertThat(server.store.keys).isEmpty();
        assertThat(dry.body().path("dry_run").asBoolean()).isTrue();
        assertThat(dry.body().path("keys").size()).isZero();
        assertThat(told(dry)).isEqualTo(told(apply(WHOLE, "")));
    }

    @Test
    void changedMembersAreToldWithBeforeAndAfter() {
        var _ = apply(WHOLE, "");

        AdminServer.Result changed =
                apply(
                        WHOLE.replace("weight: 3", "weight: 5")
                                .replace("sk-secret-number-two", "sk-secret-number-three")
                                .replace("model: gpt-5-mini\nkeys", "model: gpt-5\nkeys")
                                .replace("[fast]", "[fast, slow]")
                                .replace("0.15", "0.2"),
                        "");

        assertThat(changed.body().path("changes").toString())
                .isEqualTo(
                        """
                        [{"action":"change","kind":"credential","name":"main/two","members":[\
                        {"name":"weight","before":3,"after":5},\
                        {"name":"secret","before":"(another)","after":"***"}]},\
                        {"action":"change","kind":"model","name":"fast","members":[\
                        {"name":"model","before":"gpt-5-mini","after":"gpt-5"}]},\
                        {"action":"change","kind":"key","name":"ci","members":[\
                        {"name":"models","before":["fast"],"after":["fast","slow"]}]},\
                        {"action":"change","kind":"price","name":"openai/gpt-5-mini","members":[\
                        {"name":"rates","before":{"input_tokens":0.15,"output_tokens":2},\
                        "after":{"input_tokens":0.2,"output_tokens":2}}]}]\
                        """);
        assertThat(server.store.providers.getFirst().credentials().getLast().secret())
                .isEqualTo(Secret.of("sk-secret-number-three"));
    }

    @Test
    void secretThatIsLeftOutStays() {
        var _ = apply(WHOLE, "");

        AdminServer.Result again = apply(WHOLE.replaceAll("\n *secret: [^\n]*", ""), "");

        assertThat(told(again)).isEmpty();
    }

    @Test
    void pruneRemovesWhatIsNotNamedOfTheKindsThatAre() {
        var _ = apply(WHOLE, "");
        String less =
                """
                version: 1
                providers:
                  - uid: local
                    type: demo
                    base_url: http://127.0.0.1:9/v1
                    passes_unknown_names: true
                models: []
                keys: []
                """;

        assertThat(told(apply(less, ""))).isEmpty();
        assertThat(told(apply(less, "?prune=true")))
                .containsExactly(
                        "remove model fast",
                        "remove provider main",
                        "remove key ci",
                        "remove key imported");
        assertThat(server.store.keys).allSatisfy(k -> assertThat(k.revoked()).isNotNull());
        assertThat(server.store.configuration.prices.settings).hasSize(1);
        assertThat(server.store.configuration.prices.all)
                .extracting(ConfiguredPrice::ended)
                .containsOnlyNulls();
    }

    @Test
    void allMistakesComeAtOnceWithTheirPlaces() {
        AdminServer.Result refused =
                apply(
                        """
                        version: 1
                        providers:
                          - uid: a b
                            type: nothing
                            base_url: ftp://x
                            colour: red
                          - uid: good
                            type: openai
                            credentials:
                              - name: x
                                weight: 0
                              - name: y
                                secret: ${env:X}
                        models:
                          - name: m
                            provider: gone
                        keys:
                          - name: k
                            models: ["a*b"]
                            expires: 2020-01-01T00:00:00Z
                        """,
                        "");

        assertThat(mistakes(refused))
                .extracting(m -> m.split(" ", 3)[0] + " " + m.split(" ", 3)[1])
                .containsExactly(
                        "3:5 /providers/0/uid",
                        "4:5 /providers/0/type",
                        "5:5 /providers/0/base_url",
                        "6:5 /providers/0/colour",
                        "10:9 /providers/1/credentials/0/secret",
                        "11:9 /providers/1/credentials/0/weight",
                        "13:9 /providers/1/credentials/1/secret",
                        "15:5 /models/0/model",
                        "16:5 /models/0/provider",
                        "19:5 /keys/0/models",
                        "20:5 /keys/0/expires");
        assertThat(server.store.providers).isEmpty();
    }

    @Test
    void whatIsNoFileAtAllIsSaid() {
        assertThat(mistakes(apply("", ""))).hasSize(2);
        assertThat(mistakes(apply("version: 2\nnew: x\n", "")))
                .containsExactly("1:1 /version 'version' must be a whole number from 1 to 1");
        assertThat(mistakes(apply("a: [", "")).getFirst()).startsWith("1:5  is not YAML");
    }

    @Test
    void anotherPlaceForSecretsNeedsAllOfThemAgain() {
        var _ = apply(WHOLE, "");
        String moved =
                WHOLE.replace(
                        "type: openai\n    options",
                        "type: openai\n    base_url: https://elsewhere.test/v1\n    options");

        assertThat(mistakes(apply(moved.replaceAll("\n *secret: [^\n]*one", ""), "")))
                .containsExactly(
                        "3:5 /providers/0 another 'type' or 'base_url' sends the credential 'one' to"
                                + " another place; give its 'secret' again");
        assertThat(told(apply(moved, ""))).containsExactly("change provider main");
    }

    @Test
    void whatIsInTheWayIsAConflictAndNothingChanges() {
        var _ = apply(WHOLE, "");
        int rows = server.store.actors.size();

        AdminServer.Result refused =
                apply(
                        """
                        version: 1
                        providers:
                          - {uid: new, type: demo}
                        """,
                        "?prune=true");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail"))
                .startsWith("nothing was changed: to remove the provider 'main' was refused");
        assertThat(server.store.providers).hasSize(2);
        assertThat(server.store.actors).hasSize(rows);
    }

    @Test
    void keysOfOneNameAreTakenInTheirOrder() {
        String two =
                """
                version: 1
                keys:
                  - {name: k, models: [a]}
                  - {name: k, models: [b]}
                """;
        assertThat(told(apply(two, ""))).containsExactly("create key k", "create key k");
        assertThat(told(apply(two, "?prune=true"))).isEmpty();
    }

    @Test
    void keyInWhosePlaceAnotherWasIssuedIsLeftToItsEnd() {
        String file = "version: 1\nkeys:\n  - {name: k, models: [a]}\n";
        var _ = apply(file, "");
        KeyRecord old = server.store.keys.getFirst();
        var _ =
                server.store
                        .configuration()
                        .apply(
                                new Actor(old.tenant().organisation(), null, "test"),
                                new ConfigurationChange.RotateKey(
                                        old.id(),
                                        null,
                                        server.store.digest(Secret.of("next")),
                                        "next",
                                        server.now.get().plusSeconds(60)));

        assertThat(told(apply(file, "?prune=true"))).isEmpty();
        assertThat(server.store.keys).extracting(KeyRecord::revoked).containsOnlyNulls();
        assertThat(server.get("/admin/v1/export", ADMIN).raw().body()).containsOnlyOnce("name: k");
    }

    @Test
    void keyThatHasExpiredIsNotIssuedAnewByTheSameFile() {
        String file =
                "version: 1\nkeys:\n  - {name: k, models: [a], expires: 2026-11-20T12:00:00Z}\n";
        var _ = apply(file, "");
        server.now.set(Instant.parse("2026-11-20T13:00:00Z"));

        assertThat(told(apply(file, "?prune=true"))).isEmpty();
        assertThat(server.get("/admin/v1/export", ADMIN).raw().body()).doesNotContain("name: k");
    }

    @Test
    void settingsThatDoNotFitOrAreFixedAreMistakesWithTheirPlaces() {
        AdminServer.Result refused =
                apply(
                        """
                        version: 1
                        settings:
                          log.level: shrill
                          colour: red
                          grace: 6s
                        """,
                        "");

        assertThat(mistakes(refused))
                .containsExactly(
                        "3:3 /settings/log.level 'log.level' is 'shrill' but must be loud or quiet",
                        "4:3 /settings/colour 'colour' is 'red' but 'colour' is no such setting",
                        "5:3 /settings/grace 'grace' is fixed by a file to '5s'; take it out there and"
                                + " start again, or leave it out here");
        assertThat(server.store.configuration.prices.settings).isEmpty();
    }

    @Test
    void settingThatIsFixedToWhatTheFileSaysIsLeftAlone() {
        AdminServer.Result applied = apply("version: 1\nsettings:\n  grace: 5s\n", "");

        assertThat(told(applied)).isEmpty();
        assertThat(applied.body().at("/unchanged").intValue()).isEqualTo(1);
    }

    @Test
    void priceOfATypeThatNobodyKnowsIsAMistake() {
        String file =
                "version: 1\nprices:\n  - {provider: opanai, model: m, rates: {input_tokens: 1}}\n";

        assertThat(mistakes(apply(file, "")))
                .containsExactly(
                        "3:6 /prices/0/provider 'provider' is 'opanai' but must be a type: anthropic,"
                                + " demo, openai");
    }

    @Test
    void jsonIsAFileToo() {
        AdminServer.Result applied =
                server.post(
                        "/admin/v1/apply",
                        """
                        {"version":1,"keys":[{"name":"k","models":["*"],"expires":null}]}
                        """,
                        ADMIN);

        assertThat(told(applied)).containsExactly("create key k");
    }

    @Test
    void othersAreKeptOut() {
        assertThat(server.post("/admin/v1/apply", "{\"version\":1}", MEMBER).status())
                .isEqualTo(403);
        assertThat(server.get("/admin/v1/export", MEMBER).status()).isEqualTo(403);
        assertThat(server.get("/admin/v1/export").status()).isEqualTo(401);
        assertThat(apply("version: 1", "?prune=maybe").status()).isEqualTo(400);
        assertThat(
                        server.send(
                                        server.request("/admin/v1/apply", ADMIN)
                                                .header("content-type", "text/plain")
                                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                                .build())
                                .status())
                .isEqualTo(415);
    }
}
