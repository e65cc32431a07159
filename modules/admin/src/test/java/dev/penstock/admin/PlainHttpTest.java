// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHttpTest {

    private static AdminServer reached(boolean secure, String host) {
        return new AdminServer(_ -> new Origins.Origin("203.0.113.9", secure, host));
    }

    private static String setup() {
        return """
        {"token":"%s","email":"owner@example.com","password":"correct horse battery",
         "organisation":"Acme"}
        """
                .formatted(AdminServer.SETUP_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ai.example.com", "10.1.2.3:8000", "localhost.evil.example", ""})
    void elsewhereThanOnLoopbackThePageSaysHowToSwitchTlsOn(String host) {
        try (AdminServer server = reached(false, host)) {
            String page = server.get("/setup").raw().body();

            assertThat(page).contains("tls:", "trusted_proxies").doesNotContain("<form");
            AdminServer.Result refused = server.post("/admin/v1/setup", setup());
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("/detail")).contains("tls.certificate", "trusted_proxies");
            assertThat(
                            server.post(
                                            "/admin/v1/session",
                                            "{\"email\":\"a@b.c\",\"password\":\"12345678\"}")
                                    .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, localhost:8000",
        "false, penstock.localhost",
        "false, 127.0.0.1:8000",
        "false, [::1]:8000",
        "true, ai.example.com"
    })
    void onLoopbackAndOverTlsTheFirstOwnerIsMade(boolean secure, String host) {
        try (AdminServer server = reached(secure, host)) {
            assertThat(server.get("/setup").raw().body()).contains("<form");
            AdminServer.Result made = server.post("/admin/v1/setup", setup());

            assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
            String cookie = made.raw().headers().firstValue("set-cookie").orElseThrow();
            assertThat(cookie.startsWith("__Host-")).isEqualTo(secure);
            assertThat(cookie.endsWith("; Secure")).isEqualTo(secure);
            assertThat(server.get("/admin/v1/session", "cookie", made.cookie()).status())
                    .isEqualTo(200);
        }
    }
}
