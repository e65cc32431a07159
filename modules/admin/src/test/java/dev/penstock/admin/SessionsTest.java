// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final AdminServer server = new AdminServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String[] signedIn() {
        server.now.updateAndGet(now -> now.plusSeconds(1));
        AdminServer.Result result =
                server.post(
                        "/admin/v1/session",
                        "{\"email\":\"owner@example.com\",\"password\":\"correct horse battery\"}");
        return new String[] {"cookie", result.cookie(), "x-csrf-token", result.text("/csrf_token")};
    }

    @Test
    void ownSessionsAreListedOldestFirstWithoutTheirTokens() {
        AdminServer.Result claim = server.claim();
        String[] second = signedIn();

        AdminServer.Result list = server.get("/admin/v1/sessions", second);

        assertThat(list.body().at("/data").size()).isEqualTo(2);
        assertThat(list.body().at("/data/0/current").asBoolean()).isFalse();
        assertThat(list.body().at("/data/1/current").asBoolean()).isTrue();
        assertThat(list.text("/data/0/created")).isLessThan(list.text("/data/1/created"));
        assertThat(list.raw().body())
                .doesNotContain(
                        claim.text("/csrf_token"),
                        second[3],
                        second[1].replaceFirst("^[^=]*=", ""));
        server.store
                .people
                .sessions
                .byDigest
                .keySet()
                .forEach(digest -> assertThat(list.raw().body()).doesNotContain(digest));
    }

    @Test
    void sessionElsewhereIsEndedByItsId() {
        server.claim();
        String[] lost = signedIn();
        String[] mine = signedIn();
        String id = server.get("/admin/v1/sessions", mine).text("/data/1/id");

        AdminServer.Result ended = server.delete("/admin/v1/sessions/" + id, mine);

        assertThat(ended.status()).isEqualTo(204);
        assertThat(ended.raw().headers().firstValue("set-cookie")).isEmpty();
        assertThat(server.get("/admin/v1/session", lost).status()).isEqualTo(401);
        assertThat(server.get("/admin/v1/session", mine).status()).isEqualTo(200);
        assertThat(server.delete("/admin/v1/sessions/" + id, mine).status()).isEqualTo(404);
    }

    @Test
    void endingOnesOwnTakesTheCookieToo() {
        server.claim();
        String[] mine = signedIn();
        String id = server.get("/admin/v1/sessions", mine).text("/data/1/id");

        AdminServer.Result ended = server.delete("/admin/v1/sessions/" + id, mine);

        assertThat(ended.raw().headers().firstValue("set-cookie").orElseThrow())
                .contains("Max-Age=0");
        assertThat(server.get("/admin/v1/session", mine).status()).isEqualTo(401);
    }

    @Test
    void allOthersAreEndedTogetherAndByATokenAll() {
        String bearer = "Bearer " + server.claim().text("/token");
        String[] other = signedIn();
        String[] mine = signedIn();

        AdminServer.Result ended = server.delete("/admin/v1/sessions", mine);
        assertThat(ended.body().at("/ended").asInt()).isEqualTo(2);
        assertThat(server.get("/admin/v1/session", other).status()).isEqualTo(401);
        assertThat(server.get("/admin/v1/session", mine).status()).isEqualTo(200);

        assertThat(
                        server.delete("/admin/v1/sessions", "authorization", bearer)
                                .body()
                                .at("/ended")
                                .asInt())
                .isEqualTo(1);
        assertThat(server.get("/admin/v1/session", mine).status()).isEqualTo(401);
    }

    @Test
    void endingNeedsTheSessionsToken() {
        server.claim();
        String[] mine = signedIn();

        assertThat(server.delete("/admin/v1/sessions", "cookie", mine[1]).status()).isEqualTo(403);
    }
}
