// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Answer;
import dev.penstock.engine.Inbound;
import dev.penstock.inference.TokenCountRequest;
import dev.penstock.inference.WireFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Google's format at the door.
class GeminiRoutesTest {

    private static final String BODY = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";

    private static Plane plane;

    @BeforeAll
    static void start() {
        plane = new Plane();
    }

    @AfterAll
    static void stop() {
        plane.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/small:generateContent, small, false",
        "/v1/models/small:generateContent, small, false",
        "/genai/v1beta/models/small:generateContent, small, false",
        "/genai/v1/models/small:generateContent, small, false",
        "/v1beta/models/models/small:generateContent, small, false",
        "/v1beta/models/acme/family/large:generateContent, acme/family/large, false",
        "/v1beta/models/acme%2Ffamily%2Flarge:generateContent, acme/family/large, false",
        "/v1beta/models/llama3:8b:generateContent, llama3:8b, false",
        "/v1beta/models/small%3AgenerateContent, small, false",
        "/v1beta/models/small:streamGenerateContent?alt=sse, small, true",
        "/v1/models/small:streamGenerateContent?alt=sse&x=1, small, true"
    })
    void modelAndStreamAreReadFromThePath(String path, String model, boolean stream)
            throws Exception {
        plane.engine.calls.clear();
        RawCaller.Reply reply = plane.post(path, BODY);
        assertThat(reply.status()).isEqualTo(200);
        Inbound call = plane.engine.call();
        assertThat(call.endpoint()).isEqualTo("/v1beta/models:generateContent");
        assertThat(call.raw().format()).isEqualTo(WireFormat.GEMINI);
        assertThat(call.raw().model()).isEqualTo(model);
        assertThat(call.raw().stream()).isEqualTo(stream);
        assertThat(call.decoded().get().model()).isEqualTo(model);
    }

    @Test
    void countIsAnsweredWithTheTotal() throws Exception {
        plane.engine.calls.clear();
        plane.engine.script = inbound -> new Answer.Counted(FakeEngine.facts(inbound), 31, false);
        try {
            RawCaller.Reply reply = plane.post("/v1beta/models/small:countTokens", BODY);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"totalTokens\":31}");
            assertThat(plane.engine.call().decoded().get()).isInstanceOf(TokenCountRequest.class);
        } finally {
            plane.engine.script =
                    inbound ->
                            FakeEngine.relayed(inbound, ScriptedRelay.plain("{\"answered\":true}"));
        }
    }

    @Test
    void streamWithoutEventsIsRefused() throws Exception {
        RawCaller.Reply reply = plane.post("/v1beta/models/small:streamGenerateContent", BODY);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("INVALID_ARGUMENT", "?alt=sse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1beta/models/small:embedContent",
                "/v1beta/models/small",
                "/v1/models/small",
                "/v1beta/models/:generateContent"
            })
    void whatIsNotServedIs404AndNamesWhatIs(String path) throws Exception {
        RawCaller.Reply reply = plane.post(path, BODY);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains(":generateContent");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models, ''",
        "/genai/v1beta/models, ''",
        "/genai/v1/models, ''",
        "/v1/models?pageSize=50, ''",
        "/v1/models, x-goog-api-key: sk-pst-good"
    })
    void listHasGooglesShapeForItsCallers(String path, String header) throws Exception {
        RawCaller.Reply reply =
                header.isEmpty() ? plane.call("GET", path) : plane.call("GET", path, header);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("\"name\":\"models/acme/family/large\"");
    }

    @Test
    void versionOfAnthropicWinsOverTheKeyOfGoogle() throws Exception {
        assertThat(
                        plane.call(
                                        "GET",
                                        "/v1/models?pageSize=1",
                                        "anthropic-version: 2023-06-01",
                                        "x-goog-api-key: sk-pst-good")
                                .body())
                .contains("has_more");
    }

    @Test
    void oneModelHasGooglesShape() throws Exception {
        assertThat(plane.call("GET", "/v1beta/models/acme/family/large").body())
                .contains("\"name\":\"models/acme/family/large\"");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1beta/models/small:generateContent, '{', 400, INVALID_ARGUMENT",
        "GET, /v1beta/unheard-of, '', 404, NOT_FOUND",
        "GET, /genai/, '', 404, NOT_FOUND",
        "DELETE, /v1beta/models, '', 405, INVALID_ARGUMENT",
        "GET, /v1beta/models/none, '', 404, NOT_FOUND"
    })
    void refusalsHaveGooglesShape(String method, String path, String body, int status, String word)
            throws Exception {
        RawCaller.Reply reply =
                method.equals("POST") ? plane.post(path, body) : plane.call(method, path);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body())
                .startsWith("{\"error\":{\"code\":" + status + ",")
                .contains("\"status\":\"" + word + "\"");
    }

    @Test
    void callWithoutAKeyIs401InGooglesShape() throws Exception {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply =
                    caller.send(
                                    "POST /v1beta/models/small:generateContent?key=sk-pst-good HTTP/1.1\r\n"
                                            + "host: localhost\r\ncontent-length: 2\r\n\r\n{}")
                            .reply();
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body()).contains("\"status\":\"UNAUTHENTICATED\"");
        }
    }
}
