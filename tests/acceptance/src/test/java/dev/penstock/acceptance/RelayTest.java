// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.Framing;
import dev.penstock.kit.RecordedRequest;
import dev.penstock.kit.Reply;
import dev.penstock.kit.ReplyBuilder;
import dev.penstock.kit.Sse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Equal formats on both sides: what nobody here knows passes unharmed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ANSWER =
            "{ \"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\", \"tomorrow\":[1.0e2,\"\\u00e9\"],"
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"refusal\":null},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n";
    private static final String[] EVENTS = {
        Sse.data(
                "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"tomorrow\":true}"),
        Sse.comment("from the provider"),
        Sse.data(
                "{\"id\":\"c1\", \"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hí 🦆\",\"mood\":\"good\"},\"finish_reason\":null}]}"),
        Sse.data(
                "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}")
    };
    private static final String USAGE =
            Sse.data(
                    "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}");

    @RegisterExtension final Stage stage = Stage.open();

    @AfterAll
    void stop() {
        stage.close();
    }

    private HttpResponse<String> post(String body) {
        return stage.http().post(CHAT, stage.headers(Dialect.OPENAI), body);
    }

    @Test
    void bodyPassesByteForByteButForTheModel() {
        stage.raw().script(CHAT, Reply.json(200, ANSWER));
        String body =
                "{\n  \"messages\" : [ {\"role\":\"user\",\"content\":\"h\\u00e9 \\/ 🦆\", \"mood\":1.50} ],\t\"tomorrow\":{\"model\":\"x\",\"a\":[]},"
                        + "\"model\" :\"raw/some-model\" , \"temperature\":0.70 }\n";

        HttpResponse<String> answer = post(body);

        assertThat(answer.body()).isEqualTo(ANSWER);
        assertThat(stage.raw().journal().last().request().text())
                .isEqualTo(body.replace("\"raw/some-model\"", "\"some-model\""));
    }

    @Test
    void streamPassesByteForByteWhenUsageWasAsked() {
        stage.raw().script(CHAT, stream());
        String body =
                "{\"model\":\"raw/some-model\",\"stream\":true,\"stream_options\":{\"include_usage\" : true,\"tomorrow\":1},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

        HttpResponse<String> answer = post(body);

        assertThat(answer.body()).isEqualTo(String.join("", EVENTS) + USAGE + Sse.DONE);
        assertThat(stage.raw().journal().last().request().text())
                .isEqualTo(body.replace("raw/", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void usageIsAskedUpstreamAndHiddenFromCallersWhoDidNotAsk(int pieces) {
        stage.raw().script(CHAT, stream().inPieces(pieces));
        String body =
                "{\"model\":\"raw/some-model\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

        HttpResponse<String> answer = post(body);

        ObjectNode sent = Json.object(stage.raw().journal().last().request().text());
        assertThat(sent.path("stream_options").path("include_usage").asBoolean()).isTrue();
        sent.remove("stream_options");
        assertThat(sent).isEqualTo(Json.object(body).put("model", "some-model"));
        assertThat(answer.body()).isEqualTo(String.join("", EVENTS) + Sse.DONE);
        var row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
        assertThat(row.path("usage").path("input_tokens").asLong()).isEqualTo(9);
        assertThat(row.path("usage").path("source").asString()).isEqualTo("provider");
    }

    @Test
    void usageSwitchedOffByTheCallerIsStillAskedUpstreamAndHidden() {
        stage.raw().script(CHAT, stream());
        String body =
                "{\"model\":\"raw/some-model\",\"stream\":true,\"stream_options\":{\"include_usage\":false},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

        HttpResponse<String> answer = post(body);

        String sent = stage.raw().journal().last().request().text();
        assertThat(Json.read(sent).path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(answer.body()).isEqualTo(String.join("", EVENTS) + Sse.DONE);
    }

    private static Reply stream() {
        ReplyBuilder reply =
                Reply.status(200).contentType("text/event-stream").framing(Framing.CHUNKED);
        for (String event : EVENTS) {
            reply.piece(event);
        }
        return reply.piece(USAGE).piece(Sse.DONE).build();
    }

    @Test
    void refusalOfTheProviderKeepsItsWordsAndItsWait() {
        stage.raw()
                .script(
                        CHAT,
                        Reply.status(429)
                                .contentType("application/json")
                                .header("retry-after", "7")
                                .piece(
                                        "{\"error\":{\"message\":\"Slow down, please\",\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}")
                                .build());

        HttpResponse<String> answer =
                Calls.send(stage, Dialect.OPENAI, "raw/some-model", Mode.PLAIN);

        Calls.isError(answer, Dialect.OPENAI, 429, "rate_limit_exceeded");
        assertThat(answer.headers().firstValue("retry-after")).contains("7");
    }

    @Test
    void pageOfAProxyBecomesAnErrorAndIsNotShown() {
        stage.raw()
                .script(
                        CHAT,
                        Reply.status(200)
                                .contentType("text/html")
                                .piece("<html>Welcome to the proxy</html>")
                                .build());
        for (Mode mode : Mode.values()) {
            HttpResponse<String> answer = Calls.send(stage, Dialect.OPENAI, "raw/some-model", mode);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).doesNotContain("html").contains("\"error\"");
        }
    }

    @Test
    void refusedConnectionIs502() {
        stage.raw().stopListening();
        try {
            stage.raw().dropIdleConnections();
            stage.raw().journal().awaitNoConnection(Duration.ofSeconds(5));
            HttpResponse<String> answer =
                    Calls.send(stage, Dialect.OPENAI, "raw/some-model", Mode.PLAIN);
            assertThat(answer.statusCode()).isEqualTo(502);
            var row = stage.admin().settledCall(Calls.id(answer)).path("attempts").path(0);
            assertThat(row.path("state").asString()).isEqualTo("released");
            assertThat(row.path("outcome").asString()).isEqualTo("upstream_unreachable");
        } finally {
            stage.raw().listenAgain();
        }
    }

    @Test
    void agentWithAnUnaliasedNameWorksThroughAProviderThatPassesUnknownNames() {
        Map<String, String> headers = new HashMap<>();
        headers.put("authorization", "Bearer " + stage.key());
        headers.put("anthropic-version", "2023-06-01");
        headers.put("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14");
        headers.put("anthropic-dangerous-direct-browser-access", "true");
        headers.put("user-agent", "claude-cli/2.1.0 (external, cli)");
        headers.put("x-app", "cli");
        String body =
                """
                {"model":"claude-sonnet-4-5-20250929","max_tokens":32000,"stream":true,"temperature":1,
                 "system":[{"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}}],
                 "messages":[{"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]}],
                 "tools":[{"name":"Bash","description":"Runs","input_schema":{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false}}],
                 "metadata":{"user_id":"user_0123_account__session_4567"}}
                """;

        HttpResponse<String> answer = stage.http().post("/v1/messages?beta=true", headers, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("event: message_stop");
        RecordedRequest sent = stage.anthropic().journal().last().request();
        assertThat(sent.text()).isEqualTo(body);
        assertThat(sent.headers().first("anthropic-beta"))
                .contains("claude-code-20250219,interleaved-thinking-2025-05-14");
        assertThat(sent.headers().first("anthropic-version")).contains("2023-06-01");
        assertThat(sent.headers().first("x-app")).isEmpty();
    }
}
