// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetupTest {

    private final AdminServer server = new AdminServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void moduleIsNamed() {
        assertThat(AdminPlane.class.getModule().isNamed()).isTrue();
    }

    @Test
    void anybodySeesWhetherThereIsAnOwner() {
        assertThat(server.get("/admin/v1/setup").body().at("/claimed").booleanValue()).isFalse();

        server.claim();

        assertThat(server.get("/admin/v1/setup").body().at("/claimed").booleanValue()).isTrue();
    }

    @Test
    void rightTokenMakesTheOwnerWithASessionAndAPersonalToken() {
        AdminServer.Result result = server.claim();

        assertThat(result.status()).isEqualTo(201);
        assertThat(result.text("/user/email")).isEqualTo("owner@example.com");
        assertThat(result.text("/user/role")).isEqualTo("owner");
        assertThat(server.get("/admin/v1/session", "cookie", result.cookie()).status())
                .isEqualTo(200);
        String bearer = "Bearer " + result.text("/token");
        assertThat(bearer).startsWith("Bearer pst-adm-");
        assertThat(server.get("/admin/v1/keys", "authorization", bearer).status()).isEqualTo(200);
        assertThat(server.store.people.claims)
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.organisation()).isEqualTo("Acme");
                    assertThat(claim.team()).isEqualTo("Core");
                    assertThat(claim.project()).isEqualTo("Chat");
                    assertThat(claim.passwordHash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
                });
    }

    @Test
    void secondClaimIsRefused() {
        server.claim();

        AdminServer.Result second = server.claim();

        assertThat(second.status()).isEqualTo(409);
        assertThat(server.store.people.users).hasSize(1);
    }

    @Test
    void wrongTokenMakesNobody() {
        AdminServer.Result result =
                server.post(
                        "/admin/v1/setup",
                        """
                        {"token":"guess","email":"a@b.c","password":"long enough","organisation":"X"}
                        """);

        assertThat(result.status()).isEqualTo(403);
        assertThat(server.store.people.users).isEmpty();
    }

    @Test
    void guessingTheTokenIsStoppedAfterTenTries() {
        String body =
                "{\"token\":\"guess\",\"email\":\"a@b.c\",\"password\":\"long enough\",\"organisation\":\"X\"}";
        for (int i = 0; i < SignInLimit.FAILURES; i++) {
            assertThat(server.post("/admin/v1/setup", body).status()).isEqualTo(403);
        }

        AdminServer.Result next = server.claim();

        assertThat(next.status()).isEqualTo(429);
        assertThat(next.raw().headers().firstValue("retry-after")).contains("900");
        server.now.updateAndGet(now -> now.plus(SignInLimit.WINDOW).plusSeconds(1));
        assertThat(server.claim().status()).isEqualTo(201);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        AdminServer.Result result =
                server.post(
                        "/admin/v1/setup",
                        "{\"token\":\"t\",\"email\":\"nobody\",\"password\":\"short\",\"extra\":1}");

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.raw().headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(result.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/organisation", "/email", "/password", "/extra");
    }

    @Test
    void pagesComeWithAStrictPolicyAndWithoutInlineScript() {
        for (String path : new String[] {"/", "/setup"}) {
            AdminServer.Result page = server.get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.raw().headers().firstValue("content-security-policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(page.raw().body()).doesNotContain("<script>").doesNotContain("style=");
        }
        assertThat(server.get("/assets/setup.js").status()).isEqualTo(200);
        assertThat(server.get("/assets/style.css").status()).isEqualTo(200);
    }
}
