// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final String KEY_BODY = "{\"name\":\"k\",\"models\":[\"*\"]}";

    private final AdminServer server = new AdminServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private AdminServer.Result signIn(String password) {
        return server.post(
                "/admin/v1/session",
                "{\"email\":\"OWNER@example.com\",\"password\":\"" + password + "\"}");
    }

    @Test
    void passwordOpensASession() {
        server.claim();

        AdminServer.Result result = signIn("correct horse battery");

        assertThat(result.status()).isEqualTo(201);
        assertThat(result.raw().headers().firstValue("set-cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        assertThat(server.get("/admin/v1/session", "cookie", result.cookie()).text("/user/email"))
                .isEqualTo("owner@example.com");
    }

    @Test
    void wrongPasswordAndUnknownNameGetTheSameAnswer() {
        server.claim();

        AdminServer.Result wrong = signIn("wrong");
        AdminServer.Result unknown =
                server.post(
                        "/admin/v1/session",
                        "{\"email\":\"no@example.com\",\"password\":\"wrong\"}");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.text("/detail")).isEqualTo(unknown.text("/detail"));
    }

    @Test
    void tenFailuresCloseTheAccountForAWhileEvenToTheRightPassword() {
        server.claim();
        for (int i = 0; i < SignInLimit.FAILURES; i++) {
            signIn("wrong");
        }

        assertThat(signIn("correct horse battery").status()).isEqualTo(429);

        server.now.updateAndGet(now -> now.plus(SignInLimit.WINDOW).plusSeconds(1));
        assertThat(signIn("correct horse battery").status()).isEqualTo(201);
    }

    @Test
    void signingOutKillsTheSessionAtTheServer() {
        AdminServer.Result claim = server.claim();

        AdminServer.Result out =
                server.delete(
                        "/admin/v1/session",
                        "cookie",
                        claim.cookie(),
                        "x-csrf-token",
                        claim.text("/csrf_token"));

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.raw().headers().firstValue("set-cookie").orElseThrow())
                .contains("Max-Age=0");
        assertThat(server.get("/admin/v1/session", "cookie", claim.cookie()).status())
                .isEqualTo(401);
    }

    @Test
    void sessionEndsAfterTwelveHours() {
        AdminServer.Result claim = server.claim();
        server.now.updateAndGet(now -> now.plus(Access.SESSION_LIFE));

        assertThat(server.get("/admin/v1/session", "cookie", claim.cookie()).status())
                .isEqualTo(401);
    }

    @Test
    void changingCallNeedsTheSessionsToken() {
        AdminServer.Result claim = server.claim();

        AdminServer.Result without =
                server.post("/admin/v1/keys", KEY_BODY, "cookie", claim.cookie());
        AdminServer.Result wrong =
                server.post(
                        "/admin/v1/keys",
                        KEY_BODY,
                        "cookie",
                        claim.cookie(),
                        "x-csrf-token",
                        "wrong");
        AdminServer.Result right =
                server.post(
                        "/admin/v1/keys",
                        KEY_BODY,
                        "cookie",
                        claim.cookie(),
                        "x-csrf-token",
                        claim.text("/csrf_token"));

        assertThat(without.status()).isEqualTo(403);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(right.status()).isEqualTo(201);
    }

    @Test
    void pageOfAnotherOriginCannotUseTheSession() {
        AdminServer.Result claim = server.claim();

        AdminServer.Result foreign =
                server.post(
                        "/admin/v1/keys",
                        KEY_BODY,
                        "cookie",
                        claim.cookie(),
                        "x-csrf-token",
                        claim.text("/csrf_token"),
                        "origin",
                        "https://evil.example");
        AdminServer.Result own =
                server.post(
                        "/admin/v1/keys",
                        KEY_BODY,
                        "cookie",
                        claim.cookie(),
                        "x-csrf-token",
                        claim.text("/csrf_token"),
                        "origin",
                        server.uri("").toString());

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(own.status()).isEqualTo(201);
    }

    @Test
    void personalTokenNeedsNoSecondOneAndDiesWhenRevoked() {
        String bearer = "Bearer " + server.claim().text("/token");
        AdminServer.Result made =
                server.post("/admin/v1/tokens", "{\"name\":\"ci\"}", "authorization", bearer);
        String second = "Bearer " + made.text("/token");

        assertThat(server.post("/admin/v1/keys", KEY_BODY, "authorization", second).status())
                .isEqualTo(201);
        assertThat(
                        server.delete(
                                        "/admin/v1/tokens/" + made.text("/id"),
                                        "authorization",
                                        bearer)
                                .status())
                .isEqualTo(204);
        assertThat(server.get("/admin/v1/keys", "authorization", second).status()).isEqualTo(401);
        assertThat(server.get("/admin/v1/tokens", "authorization", bearer).raw().body())
                .contains("\"ci\"")
                .doesNotContain(made.text("/token"));
    }

    @Test
    void withoutSessionEverythingButSetupAndSignInIsClosed() {
        for (String path :
                new String[] {
                    "session", "tokens", "providers", "models", "keys", "usage", "calls"
                }) {
            assertThat(server.get("/admin/v1/" + path).status()).as(path).isEqualTo(401);
        }
    }
}
