// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPlacesTest {

    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    private static RawCaller.Reply get(String path, String... headers) throws IOException {
        try (RawCaller caller = plane.caller()) {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return caller.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n" + lines + "\r\n")
                    .reply();
        }
    }

    private static RawCaller.Reply list(String... headers) throws IOException {
        return get("/v1/models", headers);
    }

    private static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer sk-pst-good",
                "authorization: bearer   sk-pst-good  ",
                "x-api-key: sk-pst-good",
                "X-API-KEY: sk-pst-good",
                "api-key: sk-pst-good",
                "x-goog-api-key: sk-pst-good",
                "xi-api-key: sk-pst-good"
            })
    void aKeyIsTakenFromEachOfItsPlaces(String header) throws IOException {
        assertThat(list(header).status()).isEqualTo(200);
    }

    @Test
    void thePasswordOfBasicIsAKey() throws IOException {
        assertThat(list(basic("anyone", FakeEngine.KEY)).status()).isEqualTo(200);
        assertThat(list(basic(FakeEngine.KEY, "other")).status()).isEqualTo(401);
    }

    @Test
    void aMissingKeyIsRefusedWithTheWayToSendOne() throws IOException {
        RawCaller.Reply reply = list();
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).contains("Authorization: Bearer");
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: sk-pst-good",
                "Authorization: Digest sk-pst-good",
                "Authorization: Basic !!!",
                "Authorization: Basic c2stcHN0LWdvb2Q=",
                "Authorization: Bearer ",
                "x-api-key:"
            })
    void whatIsNoKeyCountsAsNone(String header) throws IOException {
        RawCaller.Reply reply = list(header);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).contains("no API key was sent");
    }

    @Test
    void theSameKeyTwiceIsOneKey() throws IOException {
        assertThat(list("x-api-key: sk-pst-good", "authorization: Bearer sk-pst-good").status())
                .isEqualTo(200);
    }

    @Test
    void twoDifferentKeysAreRefusedWithoutAskingForEither() throws IOException {
        int before = plane.engine.keys.size();
        RawCaller.Reply reply =
                list("x-api-key: sk-pst-good", "authorization: Bearer sk-pst-other");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).contains("two different").doesNotContain("sk-pst");
        assertThat(plane.engine.keys).hasSize(before);
    }

    @Test
    void anEmptyHeaderBesideAKeyDoesNotCount() throws IOException {
        assertThat(list("authorization: Bearer ", "x-api-key: sk-pst-good").status())
                .isEqualTo(200);
    }

    @Test
    void aKeyInTheUrlIsNotLookedAt() throws IOException {
        assertThat(get("/v1/models?key=sk-pst-good").status()).isEqualTo(401);
        assertThat(get("/v1/models?key=other", "x-api-key: sk-pst-good").status()).isEqualTo(200);
    }

    @Test
    void aRefusalDoesNotRepeatTheKey() throws IOException {
        RawCaller.Reply reply = list("x-api-key: sk-pst-not-a-good-one");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).doesNotContain("sk-pst-not");
        assertThat(reply.headers().toString()).doesNotContain("sk-pst-not");
    }
}
