// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.AdminServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.KeyRecord;
import dev.penstock.state.User;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyChangeTest {

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

    private AdminServer.Result issued(String members) {
        return server.post(
                "/admin/v1/keys", "{\"name\":\"app\",\"models\":[\"a\"]" + members + "}", ADMIN);
    }

    private static String path(AdminServer.Result key) {
        return "/admin/v1/keys/" + key.text("/id");
    }

    private KeyRecord stored() {
        return server.store.keys.getFirst();
    }

    @Test
    void everyRightOfAKeyCanBeChanged() {
        AdminServer.Result made = issued(",\"endpoints\":[\"/v1/messages\"]");

        AdminServer.Result after =
                server.patch(
                        path(made),
                        """
                        {"name":"new","models":["b","c*"],"endpoints":["/v1/chat/completions"],
                         "expires":"2027-01-01T00:00:00Z","disabled":true}
                        """,
                        ADMIN);

        assertThat(after.status()).isEqualTo(200);
        assertThat(stored().name()).isEqualTo("new");
        assertThat(stored().models().patterns()).containsExactly("b", "c*");
        assertThat(stored().endpoints()).containsExactly("/v1/chat/completions");
        assertThat(stored().expires()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(stored().enabled()).isFalse();
        assertThat(after.body().at("/disabled").asBoolean()).isTrue();
        assertThat(server.get(path(made), ADMIN).body()).isEqualTo(after.body());
    }

    @Test
    void whatIsNotNamedStaysAndNullClears() {
        AdminServer.Result made =
                issued(",\"endpoints\":[\"/v1/messages\"],\"expires\":\"2027-01-01T00:00:00Z\"");

        server.patch(path(made), "{\"disabled\":true}", ADMIN);
        assertThat(stored().endpoints()).containsExactly("/v1/messages");
        assertThat(stored().expires()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(stored().models().patterns()).containsExactly("a");

        server.patch(path(made), "{\"endpoints\":null,\"expires\":null}", ADMIN);
        assertThat(stored().endpoints()).isNull();
        assertThat(stored().expires()).isNull();
        assertThat(stored().enabled()).isFalse();
    }

    @Test
    void everyMistakeIsNamed() {
        AdminServer.Result result =
                server.patch(
                        path(issued("")),
                        """
                        {"name":"","models":["a*b"],"endpoints":[],"disabled":"no",
                         "expires":"2020-01-01T00:00:00Z","key":"x"}
                        """,
                        ADMIN);

        assertThat(result.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder(
                        "/name", "/models", "/endpoints", "/disabled", "/expires", "/key");
    }

    @Test
    void rotationShowsANewKeyAndLetsTheOldOneGoOn() {
        AdminServer.Result made = issued("");

        AdminServer.Result next =
                server.post(path(made) + "/rotate", "{\"overlap\":\"PT1H\"}", ADMIN);

        assertThat(next.status()).isEqualTo(201);
        assertThat(next.text("/key")).startsWith("sk-pst-").isNotEqualTo(made.text("/key"));
        assertThat(next.text("/replaces")).isEqualTo(made.text("/id"));
        assertThat(next.text("/models/0")).isEqualTo("a");
        assertThat(stored().expires()).isEqualTo(server.now.get().plusSeconds(3_600));
        assertThat(server.get("/admin/v1/keys", ADMIN).raw().body())
                .doesNotContain(next.text("/key"));
    }

    @Test
    void rotationWithoutOverlapKillsTheOldKeyAtOnceAndADayIsUsual() {
        AdminServer.Result one = issued("");
        server.post(path(one) + "/rotate", "{\"overlap\":\"PT0S\"}", ADMIN);
        assertThat(stored().usable(server.now.get())).isFalse();

        AdminServer.Result two = issued("");
        server.post(path(two) + "/rotate", "{}", ADMIN);
        assertThat(server.get(path(two), ADMIN).text("/expires")).isEqualTo("2026-11-21T10:00:00Z");
    }

    @Test
    void overlapIsADurationOfAtMostNinetyDays() {
        String rotate = path(issued("")) + "/rotate";

        for (String overlap : new String[] {"P91D", "-PT1H", "a day", ""}) {
            AdminServer.Result result =
                    server.post(rotate, "{\"overlap\":\"" + overlap + "\"}", ADMIN);
            assertThat(result.status()).as(overlap).isEqualTo(422);
            assertThat(result.text("/errors/0/pointer")).isEqualTo("/overlap");
        }
        assertThat(server.store.keys).hasSize(1);
    }

    @Test
    void revokedKeyIsNeitherChangedNorRotated() {
        AdminServer.Result made = issued("");
        server.delete(path(made), ADMIN);

        assertThat(server.patch(path(made), "{\"name\":\"x\"}", ADMIN).status()).isEqualTo(409);
        assertThat(server.post(path(made) + "/rotate", "{}", ADMIN).status()).isEqualTo(409);
    }

    @Test
    void expectedRevisionGuardsPatchRotationAndRevocation() {
        AdminServer.Result made = issued("");
        String[] first = with(ADMIN, "if-match", made.etag());
        assertThat(server.patch(path(made), "{\"name\":\"x\"}", first).etag()).isEqualTo("\"2\"");

        assertThat(server.patch(path(made), "{\"name\":\"y\"}", first).status()).isEqualTo(412);
        assertThat(server.post(path(made) + "/rotate", "{}", first).status()).isEqualTo(412);
        assertThat(server.delete(path(made), first).status()).isEqualTo(412);
        assertThat(stored().name()).isEqualTo("x");
        assertThat(stored().revoked()).isNull();
        assertThat(server.store.keys).hasSize(1);
    }

    @Test
    void lastUseIsTold() {
        AdminServer.Result made = issued("");
        assertThat(server.get(path(made), ADMIN).body().at("/last_used").isNull()).isTrue();

        Instant used = Instant.parse("2026-11-20T09:00:00Z");
        server.store.keyUses.put(UUID.fromString(made.text("/id")), used);

        assertThat(server.get(path(made), ADMIN).text("/last_used")).isEqualTo(used.toString());
        assertThat(server.get("/admin/v1/keys", ADMIN).text("/data/0/last_used"))
                .isEqualTo(used.toString());
    }
}
