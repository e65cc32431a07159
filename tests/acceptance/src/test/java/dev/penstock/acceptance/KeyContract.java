// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Who gets in, and with what.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KeyContract {
    @RegisterExtension final Stage stage;

    KeyContract(Store store) {
        stage = Stage.open(store);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    Stream<Map<String, String>> places() {
        String key = stage.key();
        String basic =
                Base64.getEncoder()
                        .encodeToString(("anybody:" + key).getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                Map.of("authorization", "Bearer " + key),
                Map.of("authorization", "bearer " + key),
                Map.of("authorization", "Basic " + basic),
                Map.of("x-api-key", key),
                Map.of("api-key", key),
                Map.of("x-goog-api-key", key),
                Map.of("xi-api-key", key),
                Map.of("x-api-key", key, "authorization", "Bearer " + key));
    }

    @ParameterizedTest
    @MethodSource("places")
    void keyIsTakenInEveryPlaceClientsPutIt(Map<String, String> headers) {
        for (Dialect dialect : Dialect.values()) {
            String body = Calls.hello(dialect, "demo/echo", Mode.PLAIN).toString();
            assertThat(stage.http().post(Calls.path(dialect), headers, body).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoDifferentKeysAreRefused(Dialect dialect) {
        Map<String, String> headers = new HashMap<>();
        headers.put("authorization", "Bearer " + stage.key());
        headers.put("x-api-key", stage.admin().issueKey("other", "*").path("key").asString());
        unauthenticated(dialect, headers);
    }

    @ParameterizedTest
    @EnumSource
    void missingAndWrongKeysAreRefusedInTheDialect(Dialect dialect) {
        unauthenticated(dialect, Map.of());
        unauthenticated(dialect, Map.of("authorization", "Bearer sk-pst-wrong"));
        unauthenticated(dialect, Map.of("x-api-key", stage.openAi().key()));
        String last = stage.key().endsWith("A") ? "B" : "A";
        String similar = stage.key().substring(0, stage.key().length() - 1) + last;
        unauthenticated(dialect, Map.of("authorization", "Bearer " + similar));
    }

    private void unauthenticated(Dialect dialect, Map<String, String> headers) {
        String body = Calls.hello(dialect, "demo/echo", Mode.PLAIN).toString();
        HttpResponse<String> answer = stage.http().post(Calls.path(dialect), headers, body);
        String type = dialect == Dialect.OPENAI ? "invalid_api_key" : "authentication_error";
        Calls.isError(answer, dialect, 401, type);
        assertThat(answer.body()).doesNotContain("sk-pst");
    }

    @ParameterizedTest
    @EnumSource
    void wrongKeyIsRefusedBeforeTheBodyIsRead(Dialect dialect) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), stage.door().origin().getPort())) {
            socket.setSoTimeout(5_000);
            String head =
                    String.join(
                            "\r\n",
                            "POST " + Calls.path(dialect) + " HTTP/1.1",
                            "Host: localhost",
                            "Authorization: Bearer sk-pst-wrong",
                            "Content-Type: application/json",
                            "Content-Length: 1000000",
                            "",
                            "");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(status).isEqualTo("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @EnumSource
    void forbiddenAndUnknownModelsLookTheSame(Dialect dialect) {
        String narrow = stage.admin().issueKey("narrow", "demo/*").path("key").asString();
        Map<String, String> headers = Map.of("authorization", "Bearer " + narrow);
        String type = dialect == Dialect.OPENAI ? "model_not_found" : "not_found_error";
        for (String model : new String[] {"oai/gpt-4.1-mini", "oai/none", "nobody/none"}) {
            String body = Calls.hello(dialect, model, Mode.PLAIN).toString();
            HttpResponse<String> answer = stage.http().post(Calls.path(dialect), headers, body);
            Calls.isError(answer, dialect, 404, type);
        }
        String allowed = Calls.hello(dialect, "demo/echo", Mode.PLAIN).toString();
        assertThat(stage.http().post(Calls.path(dialect), headers, allowed).statusCode())
                .isEqualTo(200);
    }

    @Test
    void revokedKeyIsDeadWithinASecond() {
        JsonNode issued = stage.admin().issueKey("short-lived", "*");
        Map<String, String> headers =
                Map.of("authorization", "Bearer " + issued.path("key").asString());
        String body = Calls.hello(Dialect.OPENAI, "demo/echo", Mode.PLAIN).toString();
        String path = Calls.path(Dialect.OPENAI);
        assertThat(stage.http().post(path, headers, body).statusCode()).isEqualTo(200);

        stage.admin().remove("/keys/" + issued.path("id").asString());

        Boolean dead =
                Eventually.that(
                        Duration.ofSeconds(1),
                        () ->
                                stage.http().post(path, headers, body).statusCode() == 401
                                        ? true
                                        : null,
                        () -> "the revoked key is refused");
        assertThat(dead).isTrue();
    }

    @Test
    void listedKeysNeverShowTheKey() {
        String listed = stage.admin().keys().toString();
        assertThat(listed).doesNotContain(stage.key());
        assertThat(listed).contains(stage.key().substring(stage.key().length() - 4));
        assertThat(stage.admin().providers().toString())
                .doesNotContain(stage.openAi().key(), stage.anthropic().key());
    }

    @ParameterizedTest
    @EnumSource
    void callersKeyNeverReachesTheUpstream(Dialect dialect) {
        for (Lane lane : new Lane[] {Lane.OPENAI, Lane.ANTHROPIC}) {
            Calls.send(stage, dialect, stage.model(lane), Mode.PLAIN);
            RecordedRequest request =
                    lane == Lane.OPENAI
                            ? stage.openAi().journal().last().request()
                            : stage.anthropic().journal().last().request();
            assertThat(request.headers().toString() + request.text()).doesNotContain(stage.key());
        }
    }
}
