// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Answer;
import dev.penstock.engine.Inbound;
import dev.penstock.inference.EmbeddingAnswer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static final String VERSION = "anthropic-version: 2023-06-01";

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
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/openai/v1/chat/completions",
                "/openai/chat/completions",
                "/v1/chat/completions?beta=true&x=%20"
            })
    void chatIsServedUnderThePrefixesOfOpenAiClients(String path) throws Exception {
        plane.engine.calls.clear();
        assertThat(plane.post(path, Plane.PLAIN_BODY).status()).isEqualTo(200);
        assertThat(plane.engine.call().endpoint()).isEqualTo("/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/anthropic/v1/messages", "/v1/messages?beta=true"})
    void messagesAreServedUnderThePrefixesOfAnthropicClients(String path) throws Exception {
        plane.engine.calls.clear();
        RawCaller.Reply reply = plane.post(path, Plane.PLAIN_BODY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("request-id")).isEqualTo(reply.header("x-request-id"));
        assertThat(plane.engine.call().endpoint()).isEqualTo("/v1/messages");
    }

    @Test
    void pingAnswersWithoutAKey() throws IOException {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply =
                    caller.send("GET /ping HTTP/1.1\r\nhost: localhost\r\n\r\n").reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("cache-control")).isEqualTo("no-store");
            assertThat(reply.body()).isEqualTo("{\"success\":true,\"message\":\"ok\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models, false",
        "/openai/v1/models, false",
        "/openai/models, false",
        "/anthropic/v1/models, true"
    })
    void theListOfModelsHasTheShapeOfItsPrefix(String path, boolean anthropic) throws IOException {
        RawCaller.Reply reply = plane.call("GET", path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("acme/family/large").contains("small");
        assertThat(reply.headers().containsKey("request-id")).isEqualTo(anthropic);
        assertThat(reply.body().contains("has_more")).isEqualTo(anthropic);
    }

    @Test
    void theVersionHeaderMakesTheListAnthropics() throws IOException {
        assertThat(plane.call("GET", "/v1/models", VERSION).body()).contains("has_more");
        assertThat(plane.call("GET", "/v1/models").body())
                .contains("\"object\":\"list\"")
                .doesNotContain("has_more");
    }

    @Test
    void openAiPrefixWinsOverTheVersionHeader() throws IOException {
        assertThat(plane.call("GET", "/openai/v1/models", VERSION).body())
                .doesNotContain("has_more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/acme/family/large",
                "/v1/models/acme%2Ffamily%2Flarge",
                "/v1/models/acme%2ffamily/large",
                "/openai/v1/models/acme/family/large",
                "/anthropic/v1/models/acme%2Ffamily%2Flarge"
            })
    void aModelIsFoundByRawAndEncodedSlashes(String path) throws IOException {
        RawCaller.Reply reply = plane.call("GET", path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("\"acme/family/large\"").doesNotContain("\"small\"");
    }

    @Test
    void anUnknownModelIs404InTheDialect() throws IOException {
        RawCaller.Reply openai = plane.call("GET", "/v1/models/none");
        assertThat(openai.status()).isEqualTo(404);
        assertThat(openai.body()).contains("\"error\"").doesNotContain("request_id");
        RawCaller.Reply anthropic = plane.call("GET", "/v1/models/none", VERSION);
        assertThat(anthropic.status()).isEqualTo(404);
        assertThat(anthropic.body()).contains("\"type\":\"error\"").contains("request_id");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/unheard-of, false",
        "/v1, false",
        "/openai/v1/messages, false",
        "/anthropic/v1/chat/completions, true",
        "/anthropic, false",
        "/anthropic/, true",
        "/v1/messages/batches, true",
        "/elsewhere, false"
    })
    void anUnknownPathIs404InItsDialect(String path, boolean anthropic) throws IOException {
        RawCaller.Reply reply = plane.call("GET", path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("x-request-id")).isNotEmpty();
        assertThat(reply.body().contains("\"type\":\"error\"")).isEqualTo(anthropic);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/images/generations, images, false",
        "POST, /openai/v1/audio/speech, audio, false",
        "POST, /openai/moderations, moderations, false",
        "GET, /v1/files/file-1/content, files, false",
        "POST, /v1/batches, batches, false",
        "POST, /v1/rerank, rerank, false",
        "POST, /v1/fine_tuning/jobs, fine tuning, false",
        "POST, /v1/messages/batches, batches, true",
        "POST, /anthropic/v1/files, files, true"
    })
    void anEndpointThatIsNotServedSaysWhatIs(
            String method, String path, String what, boolean anthropic) throws IOException {
        RawCaller.Reply reply = plane.call(method, path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .contains("has no " + what + " endpoint", "/v1/embeddings", "/v1/messages");
        assertThat(reply.body().contains("\"type\":\"error\"")).isEqualTo(anthropic);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings, /v1/embeddings, openai-embeddings",
        "/openai/v1/embeddings, /v1/embeddings, openai-embeddings",
        "/openai/embeddings, /v1/embeddings, openai-embeddings",
        "/v1/completions, /v1/completions, openai-completions",
        "/openai/completions, /v1/completions, openai-completions",
        "/v1/messages/count_tokens, /v1/messages/count_tokens, anthropic-token-count",
        "/anthropic/v1/messages/count_tokens?beta=true, /v1/messages/count_tokens, anthropic-token-count"
    })
    void smallerEndpointsAreServedUnderTheirPrefixes(String path, String endpoint, String format)
            throws Exception {
        plane.engine.calls.clear();
        assertThat(plane.post(path, Plane.PLAIN_BODY).status()).isEqualTo(200);
        Inbound call = plane.engine.call();
        assertThat(call.endpoint()).isEqualTo(endpoint);
        assertThat(call.raw().format().id()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aCountSaysWhetherItIsAnEstimate(boolean estimated) throws IOException {
        plane.engine.script =
                inbound -> new Answer.Counted(FakeEngine.facts(inbound), 42, estimated);
        RawCaller.Reply reply = plane.post("/v1/messages/count_tokens", Plane.PLAIN_BODY);
        plane.engine.script =
                inbound -> FakeEngine.relayed(inbound, ScriptedRelay.plain("{\"answered\":true}"));
        assertThat(reply.body()).isEqualTo("{\"input_tokens\":42}");
        assertThat(reply.headers().containsKey("x-penstock-estimated")).isEqualTo(estimated);
    }

    @Test
    void vectorsAreWrittenInTheFormThatTheRequestAsksFor() throws IOException {
        plane.engine.script =
                inbound ->
                        new Answer.Embedded(
                                FakeEngine.facts(inbound),
                                new EmbeddingAnswer("own", List.of(new float[] {0.5f}), null));
        String body = "{\"model\":\"small\",\"input\":\"a\"%s}";
        RawCaller.Reply numbers = plane.post("/v1/embeddings", body.formatted(""));
        RawCaller.Reply base64 =
                plane.post("/v1/embeddings", body.formatted(",\"encoding_format\":\"base64\""));
        plane.engine.script =
                inbound -> FakeEngine.relayed(inbound, ScriptedRelay.plain("{\"answered\":true}"));
        assertThat(numbers.body()).contains("\"embedding\":[0.5]", "\"model\":\"small\"");
        assertThat(base64.body()).contains("\"embedding\":\"AAAAPw==\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, POST",
        "PUT, /v1/messages, POST",
        "DELETE, /openai/v1/chat/completions, POST",
        "OPTIONS, /v1/messages, POST",
        "PROPFIND, /v1/chat/completions, POST",
        "POST, /v1/models, GET",
        "DELETE, /v1/models/small, GET",
        "PATCH, /ping, GET"
    })
    void aWrongMethodIs405AndNamesTheRightOne(String method, String path, String allow)
            throws IOException {
        RawCaller.Reply reply = plane.call(method, path);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).isEqualTo(allow);
        assertThat(reply.body()).contains("\"error\"").doesNotContain(FakeEngine.KEY);
    }

    @Test
    void aHeadRequestGetsNoBody() throws IOException {
        try (RawCaller caller = plane.caller()) {
            caller.send(RawCaller.request("HEAD", "/v1/models", ""));
            assertThat(caller.head().status()).isEqualTo(405);
            // Had a body been sent, it would be taken for the next answer.
            caller.send(RawCaller.request("GET", "/ping", ""));
            assertThat(caller.reply().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/models",
                "/v1//models",
                "/v1/x/../models",
                "/v1/x;a=b/..;c=d/models",
                "/v1/./models",
                "/%76%31/models"
            })
    void anOddlyWrittenPathIsNoWayAroundTheKey(String path) throws IOException {
        try (RawCaller caller = plane.caller()) {
            RawCaller.Reply reply =
                    caller.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n").reply();
            assertThat(reply.status()).isIn(400, 401, 404);
            assertThat(reply.body()).doesNotContain("acme");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/jsonx"
            })
    void anotherContentTypeIs415(String type) throws IOException {
        try (RawCaller caller = plane.caller()) {
            String head = RawCaller.request("POST", Plane.CHAT, "").stripTrailing();
            RawCaller.Reply reply =
                    caller.send(
                                    head
                                            + "\r\ncontent-type: "
                                            + type
                                            + "\r\ncontent-length: 2\r\n\r\n{}")
                            .reply();
            assertThat(reply.status()).isEqualTo(415);
            assertThat(reply.body()).contains("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type: application/json; charset=\"UTF-8\"",
                "content-type: APPLICATION/JSON",
                "content-type: application/vnd.api+json",
                "x-none: 1"
            })
    void jsonInUtf8IsAcceptedHoweverItIsNamed(String header) throws IOException {
        try (RawCaller caller = plane.caller()) {
            String head = RawCaller.request("POST", Plane.CHAT, "").stripTrailing();
            RawCaller.Reply reply =
                    caller.send(
                                    "%s\r\n%s\r\ncontent-length: %d\r\n\r\n%s"
                                            .formatted(
                                                    head,
                                                    header,
                                                    Plane.PLAIN_BODY.length(),
                                                    Plane.PLAIN_BODY))
                            .reply();
            assertThat(reply.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, 415", "br, 415", "identity, 200"})
    void aCompressedBodyIs415(String encoding, int status) throws IOException {
        RawCaller.Reply reply =
                plane.post(Plane.CHAT, Plane.PLAIN_BODY, "content-encoding: " + encoding);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-type")).startsWith("application/json");
    }

    @Test
    void aBrokenBodyIs400InTheDialect() throws IOException {
        RawCaller.Reply openai = plane.post(Plane.CHAT, "{\"model\":");
        assertThat(openai.status()).isEqualTo(400);
        assertThat(openai.body()).contains("\"error\"").doesNotContain("Exception");
        RawCaller.Reply anthropic = plane.post(Plane.MESSAGES, "{}");
        assertThat(anthropic.status()).isEqualTo(400);
        assertThat(anthropic.body()).contains("\"type\":\"error\"").contains("request_id");
    }
}
