// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AnthropicUpstreamTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String VERSION = "anthropic-version";
    private static final String OLD = "2023-06-01";
    private static final String NEW = "2026-10-21";
    private static final String USER = "{'role':'user','content':'Hello'}";
    private static final String TOOLS = ",'tools':[{'name':'f','input_schema':{'type':'object'}}]";
    private static final String TOOL_USE =
            "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]}";

    private final AnthropicUpstream upstream = AnthropicUpstream.start();
    private final JsonClient client =
            new JsonClient(upstream.origin(), "x-api-key", upstream.key(), VERSION, OLD);

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    private static String body(String messages, String more) {
        return "{'model':'claude-haiku-4-5','max_tokens':100,'messages':["
                + messages
                + "]"
                + more
                + "}";
    }

    private static String stream(String messages) {
        return body(messages, ",'stream':true");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{'role':'user','content':'x'} # ,'foo':1 # foo: Extra inputs are not permitted",
                "{'role':'user','content':'x','name':'n'} # '' # messages.0.name: Extra inputs are not permitted",
                "{'role':'system','content':'x'} # '' # messages.0.role: Input should be 'user', 'assistant'",
                "{'role':'user','content':''} # '' # messages.0: all messages must have non-empty content",
                "{'role':'user','content':[{'type':'text','text':''}]} # '' # messages: text content blocks must be non-empty",
                "{'role':'user','content':[{'type':'text','text':' '}]} # '' # must contain non-whitespace text",
                "{'role':'user','content':[{'type':'text','text':'x','index':0}]} # '' # messages.0.content.0.text.index: Extra inputs are not permitted",
                "{'role':'user','content':[{'type':'image_url'}]} # '' # Input tag 'image_url' found using 'type'",
                "{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'/9j/4AAQ'}}]} # '' # does not match the provided media type image/png",
                "{'role':'assistant','content':'x'} # '' # first message must use the \"user\" role",
                "{'role':'user','content':'x'},{'role':'assistant','content':'x '} # '' # cannot end with trailing whitespace",
                "{'role':'user','content':'x'} # ,'tool_choice':'auto' # tool_choice: Input should be an object",
                "{'role':'user','content':'x'} # ,'tool_choice':{'type':'auto'} # only be specified while providing tools",
                "{'role':'user','content':'x'} # ,'tools':[{'name':'f'}] # tools.0.custom.input_schema: Field required",
                "{'role':'user','content':'x'} # ,'tools':[{'name':'f','input_schema':{}}] # input_schema.type: Field required",
                "{'role':'user','content':'x'} # ,'tools':[{'name':'a.b','input_schema':{'type':'object'}}] # String should match pattern",
                "{'role':'user','content':'x'} # ,'tools':[{'name':'f','input_schema':{'type':'object','anyOf':[]}}] # does not support oneOf, allOf, or anyOf",
                "{'role':'user','content':'x'} # ,'tools':[{'name':'f','input_schema':{'type':'object'}},{'name':'f','input_schema':{'type':'object'}}] # Tool names must be unique",
                "{'role':'user','content':'x'} # ,'temperature':1.5 # temperature: Input should be between",
                "{'role':'user','content':'x'} # ,'temperature':0.5,'top_p':0.9 # cannot both be specified",
                "{'role':'user','content':'x'} # ,'stop_sequences':[' '] # must contain non-whitespace",
                "{'role':'user','content':'x'} # ,'metadata':{'user':'x'} # metadata.user: Extra inputs are not permitted",
                "{'role':'user','content':'x'} # ,'system':[{'type':'text','text':''}] # system: text content blocks must be non-empty",
                "{'role':'user','content':'x'} # ,'thinking':{'type':'enabled','budget_tokens':1024} # must be greater than `thinking.budget_tokens`",
                "{'role':'user','content':'x'} # ,'thinking':{'type':'enabled','budget_tokens':10} # greater than or equal to 1024",
                "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'x'}]} # '' # unexpected `tool_use_id` found",
            })
    void refuses(String messages, String more, String message) throws Exception {
        HttpResponse<String> answer =
                client.post(MESSAGES, body(messages, more.equals("''") ? "" : more));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode json = Json.read(answer.body());
        assertThat(json.path("type").asString()).isEqualTo("error");
        assertThat(json.path("error").path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(json.path("error").path("message").asString()).contains(message);
        assertThat(json.path("request_id").asString())
                .isEqualTo(answer.headers().firstValue("request-id").orElse("none"));
        assertThat(upstream.bill().calls()).isEmpty();
    }

    private String refusal(String json) throws Exception {
        HttpResponse<String> answer = client.post(MESSAGES, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return Json.read(answer.body()).path("error").path("message").asString();
    }

    @Test
    void maxTokensIsRequiredAndBounded() throws Exception {
        assertThat(refusal(body(USER, "").replace("'max_tokens':100,", "")))
                .isEqualTo("max_tokens: Field required");
        assertThat(refusal(body(USER, "").replace("100", "100000")))
                .contains("maximum allowed number of output tokens for claude-haiku-4-5");
    }

    @Test
    void everyToolUseNeedsItsResultNext() throws Exception {
        String missing =
                "`tool_use` ids were found without `tool_result` blocks immediately after: t1";
        assertThat(refusal(body(USER + "," + TOOL_USE + "," + USER, TOOLS))).contains(missing);
        String late =
                "{'role':'user','content':[{'type':'text','text':'x'},"
                        + "{'type':'tool_result','tool_use_id':'t1','content':'x'}]}";
        assertThat(refusal(body(USER + "," + TOOL_USE + "," + late, TOOLS))).contains(missing);
    }

    @Test
    void resultsBeforeTextAreTaken() throws Exception {
        String answered =
                "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'42'},"
                        + "{'type':'text','text':'and?'}]}";
        assertThat(
                        client.post(MESSAGES, body(USER + "," + TOOL_USE + "," + answered, TOOLS))
                                .body())
                .contains("The tools said: 42");
    }

    @Test
    void toolHistoryNeedsTools() throws Exception {
        String answered = "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1'}]}";
        assertThat(refusal(body(USER + "," + TOOL_USE + "," + answered, "")))
                .contains("must define tools");
    }

    @Test
    void toolIdsFollowThePattern() throws Exception {
        assertThat(refusal(body(USER + "," + TOOL_USE.replace("t1", "t.1"), TOOLS)))
                .contains("tool_use.id: String should match pattern");
        assertThat(
                        refusal(
                                body(
                                        USER + "," + TOOL_USE.replace("'input':{}", "'input':'{}'"),
                                        TOOLS)))
                .contains("input: Input should be an object");
    }

    @Test
    void newerModelsRefusePrefillAndSampling() throws Exception {
        String prefill = body(USER + ",{'role':'assistant','content':'x'}", "");
        assertThat(client.post(MESSAGES, prefill).statusCode()).isEqualTo(200);
        assertThat(refusal(prefill.replace("haiku-4-5", "sonnet-5-5"))).contains("prefill");
        String warm = body(USER, ",'temperature':0.5");
        assertThat(client.post(MESSAGES, warm).statusCode()).isEqualTo(200);
        assertThat(refusal(warm.replace("haiku-4-5", "sonnet-5-5"))).contains("temperature");
    }

    @Test
    void newVersionRefusesSamplingEvenAtItsDefault() throws Exception {
        try (JsonClient newest =
                new JsonClient(upstream.origin(), "x-api-key", upstream.key(), VERSION, NEW)) {
            assertThat(newest.post(MESSAGES, body(USER, "")).statusCode()).isEqualTo(200);
            assertThat(newest.post(MESSAGES, body(USER, ",'temperature':1")).body())
                    .contains("temperature: Extra inputs are not permitted");
        }
    }

    @Test
    void thinkingFollowsTheModel() throws Exception {
        String adaptive = ",'thinking':{'type':'adaptive'}";
        assertThat(refusal(body(USER, adaptive))).contains("adaptive thinking is not supported");
        String newer = body(USER, adaptive).replace("haiku-4-5", "opus-5-5");
        assertThat(client.post(MESSAGES, newer).statusCode()).isEqualTo(200);
        assertThat(refusal(newer.replace("adaptive", "disabled"))).contains("cannot be disabled");
        assertThat(
                        refusal(
                                body(USER, adaptive + TOOLS + ",'tool_choice':{'type':'any'}")
                                        .replace("haiku-4-5", "opus-5-5")))
                .contains("Thinking may not be enabled when tool_choice forces tool use");
    }

    @Test
    void keyMayComeInEitherHeaderAndMustBeRight() throws Exception {
        String bearer = "Bearer " + upstream.key();
        try (JsonClient ok =
                        new JsonClient(upstream.origin(), "Authorization", bearer, VERSION, NEW);
                JsonClient wrong =
                        new JsonClient(upstream.origin(), "x-api-key", "no", VERSION, OLD);
                JsonClient none = new JsonClient(upstream.origin(), VERSION, OLD)) {
            assertThat(ok.post(MESSAGES, body(USER, "")).statusCode()).isEqualTo(200);
            assertThat(wrong.post(MESSAGES, body(USER, "")).statusCode()).isEqualTo(401);
            assertThat(none.post(MESSAGES, body(USER, "")).body())
                    .contains("authentication_error", "x-api-key header is required");
        }
    }

    @Test
    void versionIsRequired() throws Exception {
        try (JsonClient none = new JsonClient(upstream.origin(), "x-api-key", upstream.key())) {
            HttpResponse<String> answer = none.post(MESSAGES, body(USER, ""));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("anthropic-version: header is required");
        }
    }

    @Test
    void unknownBetaIsRefusedUntilNamed() throws Exception {
        try (JsonClient beta =
                new JsonClient(
                        upstream.origin(),
                        "x-api-key",
                        upstream.key(),
                        VERSION,
                        OLD,
                        "anthropic-beta",
                        "pdfs-2024-09-25, tomorrow-1")) {
            assertThat(beta.post(MESSAGES, body(USER, "")).body()).contains("`tomorrow-1`");
            upstream.beta("tomorrow-1");
            assertThat(beta.post(MESSAGES + "?beta=true", body(USER, "")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void plainAnswerHasTheShapeOfTheProvider() throws Exception {
        upstream.answer(
                Answer.nothing()
                        .think("hm")
                        .say("Hi")
                        .call("f", "{\"x\":", "1}")
                        .tokens(new Tokens(7, 3, 2, 12, 5)));
        JsonNode json = client.posted(MESSAGES, body(USER, ""));

        assertThat(json.path("content").valueStream().map(block -> block.path("type").asString()))
                .containsExactly("thinking", "text", "tool_use");
        assertThat(json.path("content").path(2).path("input").path("x").asInt()).isEqualTo(1);
        assertThat(json.path("stop_reason").asString()).isEqualTo("tool_use");
        JsonNode usage = json.path("usage");
        assertThat(usage.path("input_tokens").asInt()).isEqualTo(7);
        assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(3);
        assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(2);
        assertThat(usage.path("output_tokens").asInt()).isEqualTo(12);
        assertThat(upstream.bill().only().tokens()).isEqualTo(new Tokens(7, 3, 2, 12, 5));
    }

    @Test
    void streamHasDenseBlocksThatDoNotOverlap() throws Exception {
        upstream.answer(Answer.text("a", "b").call("f").tokens(Tokens.of(4, 6)));
        List<JsonNode> events =
                client.events(MESSAGES, stream(USER)).stream().map(Json::read).toList();

        assertThat(events.stream().map(event -> event.path("type").asString()))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "ping",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(events.get(6).path("index").asInt()).isEqualTo(1);
        assertThat(events.get(6).path("content_block").path("input").isObject()).isTrue();
        assertThat(events.get(9).path("usage").path("output_tokens").asInt()).isEqualTo(6);
        assertThat(events.get(9).path("delta").path("stop_reason").asString())
                .isEqualTo("tool_use");
    }

    @Test
    void everyEventHasItsName() throws Exception {
        String text = client.post(MESSAGES, stream(USER)).body();
        for (String event : text.strip().split("\n\n", -1)) {
            String name = event.substring("event: ".length(), event.indexOf('\n'));
            assertThat(event).contains("data: {\"type\":\"" + name + "\"");
        }
    }

    @Test
    void errorEventEndsTheStream() throws Exception {
        upstream.answer(Answer.text("a", "b").failedAfter(1, "overloaded_error", "Overloaded"));
        List<String> events = client.events(MESSAGES, stream(USER));
        assertThat(events.getLast()).contains("\"type\":\"error\"", "overloaded_error");
        assertThat(events).noneMatch(event -> event.contains("message_stop"));
    }

    @Test
    void cutStreamIsBilledInPart() throws Exception {
        upstream.answer(Answer.text("a", "b").tokens(Tokens.of(5, 8)).cutAfter(1));
        assertThatThrownBy(() -> client.events(MESSAGES, stream(USER)))
                .isInstanceOf(IOException.class);
        assertThat(upstream.bill().only().tokens()).isEqualTo(Tokens.of(5, 4));
    }

    @Test
    void conventionsStopAtSequencesAndLimits() throws Exception {
        String five = "{'role':'user','content':'one two three'}";
        JsonNode stopped = client.posted(MESSAGES, body(five, ",'stop_sequences':[' two']"));
        assertThat(stopped.path("stop_reason").asString()).isEqualTo("stop_sequence");
        assertThat(stopped.path("stop_sequence").asString()).isEqualTo(" two");
        assertThat(stopped.path("content").path(0).path("text").asString())
                .isEqualTo("You said: one");
        JsonNode cut = client.posted(MESSAGES, body(five, "").replace("100", "1"));
        assertThat(cut.path("stop_reason").asString()).isEqualTo("max_tokens");
    }

    @Test
    void modelsAreListedAndFound() throws Exception {
        assertThat(client.get("/v1/models").body())
                .contains("\"has_more\":false", "claude-opus-5-5", "\"lifecycle\":\"active\"");
        assertThat(client.get("/v1/models/claude-opus-5-5").statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/models/none").body()).contains("not_found_error");
    }
}
