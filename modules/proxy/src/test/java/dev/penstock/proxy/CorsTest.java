// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String PAGE = "https://app.example.com";
    private static final String[] PREFLIGHT = {
        "origin: " + PAGE,
        "access-control-request-method: POST",
        "access-control-request-headers: authorization,content-type,anthropic-version,"
                + "anthropic-dangerous-direct-browser-access,x-api-key,x-stainless-os,x-secret-word"
    };

    private static RawCaller.Reply call(List<String> origins, String text) throws Exception {
        DataPlane plane =
                DataPlane.of(
                        DataPlaneSettings.defaults(),
                        new FakeEngine(),
                        InstantSource.system(),
                        origins);
        HttpRouting.Builder routing = HttpRouting.builder();
        plane.register(routing);
        routing.any("/admin/v1/session", (_, response) -> response.send("{}"));
        WebServerConfig.Builder config =
                WebServer.builder().port(0).address(InetAddress.getLoopbackAddress());
        plane.configure(config);
        WebServer server = config.featuresDiscoverServices(false).routing(routing).build().start();
        try (RawCaller caller = new RawCaller(server.port())) {
            return caller.send(text).reply();
        } finally {
            server.stop();
            plane.close();
        }
    }

    private static String keyless(String method, String path, String... headers) {
        return RawCaller.request(method, path, "", headers)
                .replace("authorization: Bearer " + FakeEngine.KEY + "\r\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {Plane.CHAT, Plane.MESSAGES, "/openai/v1/models", "/v1/models/m/n"})
    void aPreflightOfAnAllowedPageNeedsNoKey(String path) throws Exception {
        RawCaller.Reply reply = call(List.of(PAGE), keyless("OPTIONS", path, PREFLIGHT));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(reply.header("access-control-allow-methods")).contains("POST", "GET");
        assertThat(reply.header("access-control-allow-headers"))
                .isEqualTo(
                        "authorization, content-type, anthropic-version,"
                                + " anthropic-dangerous-direct-browser-access, x-api-key,"
                                + " x-stainless-os");
        assertThat(reply.header("access-control-allow-credentials")).isEmpty();
        assertThat(reply.header("vary")).contains("Origin");
    }

    @Test
    void anAnswerToAnAllowedPageShowsItsHeaders() throws Exception {
        RawCaller.Reply reply =
                call(
                        List.of("https://other.example.com", PAGE),
                        RawCaller.request("POST", Plane.CHAT, Plane.PLAIN_BODY, "origin: " + PAGE));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(reply.header("access-control-expose-headers"))
                .contains("x-request-id", "request-id", "x-penstock-provider");
    }

    @Test
    void aRefusalToAnAllowedPageCanBeReadByIt() throws Exception {
        RawCaller.Reply reply = call(List.of(PAGE), keyless("POST", Plane.CHAT, "origin: " + PAGE));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("access-control-allow-origin")).isEqualTo(PAGE);
    }

    @Test
    void aStarAllowsAnyPage() throws Exception {
        RawCaller.Reply reply = call(List.of("*"), keyless("OPTIONS", Plane.CHAT, PREFLIGHT));

        assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com",
                "https://app.example.com.evil.example",
                "http://app.example.com",
                "null"
            })
    void otherPagesAreAllowedNothing(String origin) throws Exception {
        RawCaller.Reply reply =
                call(
                        List.of(PAGE),
                        keyless(
                                "OPTIONS",
                                Plane.CHAT,
                                "origin: " + origin,
                                "access-control-request-method: POST"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void withoutOriginsNothingIsSaidOfThem() throws Exception {
        RawCaller.Reply reply = call(List.of(), keyless("OPTIONS", Plane.CHAT, PREFLIGHT));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/v1/session", "/v1/../admin/v1/session", "//admin/v1/session"})
    void theAdminApiIsForNoOtherPage(String path) throws Exception {
        RawCaller.Reply reply = call(List.of("*"), keyless("OPTIONS", path, PREFLIGHT));

        assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }
}
