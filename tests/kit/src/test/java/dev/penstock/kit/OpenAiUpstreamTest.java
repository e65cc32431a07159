// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiUpstreamTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String HELLO =
            "{'model':'gpt-4.1-mini','messages':[{'role':'user','content':'Hello'}]}";
    private static final String STREAM = HELLO.replace("'model'", "'stream':true,'model'");
    private static final String STREAM_USAGE =
            STREAM.replace("'model'", "'stream_options':{'include_usage':true},'model'");

    private final OpenAiUpstream upstream = OpenAiUpstream.start();
    private final JsonClient client =
            new JsonClient(upstream.origin(), "Authorization", "Bearer " + upstream.key());

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    private String body(String messages, String more) {
        return "{'model':'gpt-4.1-mini','messages':[" + messages + "]" + more + "}";
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{'role':'user','content':'x'} # ,'foo':1 # Unrecognized request argument supplied: foo",
                "{'role':'user','content':'x','foo':1} # '' # Unknown parameter: 'messages[0].foo'.",
                "{'role':'robot','content':'x'} # '' # Invalid value: 'robot'.",
                "{'role':'user'} # '' # Missing required parameter: 'messages[0].content'.",
                "{'role':'user','content':7} # '' # Invalid type for 'messages[0].content': expected an array, but got a number instead.",
                "{'role':'assistant','content':null} # '' # expected a string, got null",
                "{'role':'assistant','content':'x','reasoning_content':'y'} # '' # Unknown parameter: 'messages[0].reasoning_content'.",
                "{'role':'tool','tool_call_id':'c','content':'x'} # '' # must be a response to a preceeding message",
                "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'user','content':'x'} # '' # did not have response messages: c1",
                "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':{}}}]} # '' # Invalid type for 'messages[0].tool_calls[0].function.arguments': expected a string, but got an object instead.",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,???'}}]} # '' # Expected a valid URL or base64-encoded image",
                "{'role':'user','content':[{'type':'input_image'}]} # '' # Invalid value: 'input_image'.",
                "{'role':'user','content':'x'} # ,'max_tokens':10,'max_completion_tokens':10 # at the same time is not supported",
                "{'role':'user','content':'x'} # ,'max_tokens':99999 # max_tokens is too large: 99999.",
                "{'role':'user','content':'x'} # ,'temperature':2.5 # Invalid value: '2.5'.",
                "{'role':'user','content':'x'} # ,'stop':['a','b','c','d','e'] # array too long",
                "{'role':'user','content':'x'} # ,'stream_options':{'include_usage':true} # only allowed when 'stream' is enabled",
                "{'role':'user','content':'x'} # ,'tool_choice':'auto' # only allowed when 'tools' are specified",
                "{'role':'user','content':'x'} # ,'parallel_tool_calls':false # only allowed when 'tools' are specified",
                "{'role':'user','content':'x'} # ,'tools':[] # Invalid 'tools': empty array.",
                "{'role':'user','content':'x'} # ,'tools':[{'type':'function','function':{'name':'a.b'}}] # pattern",
                "{'role':'user','content':'x'} # ,'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'string'}}}] # schema must be a JSON Schema of 'type: \"object\"'",
                "{'role':'user','content':'x'} # ,'tools':[{'type':'function','function':{'name':'f','strict':true,'parameters':{'type':'object','properties':{}}}}] # 'additionalProperties' is required",
                "{'role':'user','content':'x'} # ,'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'any'} # Invalid value: 'any'.",
                "{'role':'user','content':'x'} # ,'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'function','function':{'name':'g'}} # Tool choice 'g' not found",
                "{'role':'user','content':'x'} # ,'response_format':{'type':'json_object'} # must contain the word 'json'",
                "{'role':'user','content':'x'} # ,'top_logprobs':3 # only allowed when 'logprobs' is true",
                "{'role':'user','content':'x'} # ,'reasoning_effort':'low' # Unrecognized request argument supplied: reasoning_effort",
            })
    void refuses(String messages, String more, String message) throws Exception {
        HttpResponse<String> answer =
                client.post(CHAT, body(messages, more.equals("''") ? "" : more));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = Json.read(answer.body()).path("error");
        assertThat(error.path("message").asString()).contains(message);
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.has("param")).isTrue();
        assertThat(error.has("code")).isTrue();
        assertThat(upstream.bill().calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "'max_tokens':10 # unsupported_parameter # Use 'max_completion_tokens' instead.",
                "'temperature':0.5 # unsupported_value # Only the default (1) value is supported.",
                "'stop':'x' # unsupported_parameter # 'stop' is not supported with this model",
                "'presence_penalty':1 # unsupported_parameter # 'presence_penalty'",
            })
    void reasoningModelRefuses(String member, String code, String message) throws Exception {
        String json =
                HELLO.replace("gpt-4.1-mini", "gpt-5")
                        .replace("{'model'", "{" + member + ",'model'");
        JsonNode error = client.posted(CHAT, json).path("error");

        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("message").asString()).contains(message);
    }

    @Test
    void reasoningModelTakesItsOwnParameters() throws Exception {
        String json =
                HELLO.replace("gpt-4.1-mini", "gpt-5")
                        .replace(
                                "{'model'",
                                "{'temperature':1,'max_completion_tokens':50,'reasoning_effort':'low','model'");
        assertThat(client.post(CHAT, json).statusCode()).isEqualTo(200);
    }

    @Test
    void unknownModelIs404() throws Exception {
        HttpResponse<String> answer = client.post(CHAT, HELLO.replace("gpt-4.1-mini", "gpt-0"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("model_not_found");
    }

    @Test
    void wrongKeyIs401AndMissingKeyToo() throws Exception {
        try (JsonClient wrong =
                        new JsonClient(upstream.origin(), "Authorization", "Bearer sk-other");
                JsonClient none = new JsonClient(upstream.origin(), "x-api-key", upstream.key())) {
            HttpResponse<String> answer = wrong.post(CHAT, HELLO);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("invalid_api_key");
            assertThat(none.post(CHAT, HELLO).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void brokenJsonIs400() throws Exception {
        assertThat(client.post(CHAT, "{").body()).contains("could not parse the JSON body");
    }

    @Test
    void plainAnswerHasTheShapeOfTheProvider() throws Exception {
        upstream.answer(Answer.text("Hi", " you").tokens(new Tokens(9, 4, 0, 2, 1)));
        HttpResponse<String> answer = client.post(CHAT, HELLO);
        JsonNode json = Json.read(answer.body());

        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(json.path("object").asString()).isEqualTo("chat.completion");
        JsonNode choice = json.path("choices").path(0);
        assertThat(choice.path("message").path("content").asString()).isEqualTo("Hi you");
        assertThat(choice.path("message").path("refusal").isNull()).isTrue();
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        JsonNode usage = json.path("usage");
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(13);
        assertThat(usage.path("prompt_tokens_details").path("cached_tokens").asInt()).isEqualTo(4);
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(2);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(15);
        assertThat(usage.path("completion_tokens_details").path("reasoning_tokens").asInt())
                .isEqualTo(1);
        assertThat(upstream.bill().only().tokens()).isEqualTo(new Tokens(9, 4, 0, 2, 1));
        assertThat(upstream.bill().only().complete()).isTrue();
        assertThat(answer.headers().firstValue("x-request-id"))
                .contains(upstream.bill().only().requestId());
    }

    @Test
    void onlyToolCallsLeaveContentNull() throws Exception {
        upstream.answer(Answer.nothing().call("f", "{\"x\":", "1}").call("g"));
        JsonNode message = client.posted(CHAT, HELLO).path("choices").path(0).path("message");

        assertThat(message.path("content").isNull()).isTrue();
        JsonNode first = message.path("tool_calls").path(0);
        assertThat(first.path("function").path("arguments").asString()).isEqualTo("{\"x\":1}");
        assertThat(message.path("tool_calls").path(1).path("function").path("arguments").asString())
                .isEqualTo("{}");
        assertThat(first.path("id").asString())
                .isNotEqualTo(message.path("tool_calls").path(1).path("id").asString());
    }

    @Test
    void streamWithoutIncludeUsageHasNoUsageAtAll() throws Exception {
        upstream.answer(Answer.text("a", "b"));
        List<String> events = client.events(CHAT, STREAM);

        assertThat(events).hasSize(5).noneMatch(event -> event.contains("usage"));
        assertThat(events.getFirst()).contains("\"role\":\"assistant\",\"content\":\"\"");
        assertThat(events.get(3)).contains("\"finish_reason\":\"stop\"");
        assertThat(events.getLast()).isEqualTo("[DONE]");
        assertThat(events.subList(0, 3))
                .allMatch(event -> event.contains("\"finish_reason\":null"));
    }

    @Test
    void streamWithIncludeUsageHasItInItsOwnChunk() throws Exception {
        upstream.answer(Answer.text("a").tokens(Tokens.of(7, 3)));
        List<String> events = client.events(CHAT, STREAM_USAGE);

        JsonNode usage = Json.read(events.get(events.size() - 2));
        assertThat(usage.path("choices").isEmpty()).isTrue();
        assertThat(usage.path("usage").path("total_tokens").asInt()).isEqualTo(10);
        assertThat(events.subList(0, events.size() - 2))
                .allMatch(event -> event.contains("\"usage\":null"));
    }

    @Test
    void streamedCallsOpenWithNameAndContinueWithArguments() throws Exception {
        upstream.answer(Answer.nothing().call("f", "{\"x\"", ":1}").call("g", "{}"));
        List<JsonNode> deltas =
                client.events(CHAT, STREAM).stream()
                        .filter(event -> event.contains("tool_calls\":["))
                        .map(event -> Json.read(event).path("choices").path(0).path("delta"))
                        .map(delta -> delta.path("tool_calls").path(0))
                        .toList();

        assertThat(deltas).hasSize(5);
        assertThat(deltas.get(0).path("function").path("name").asString()).isEqualTo("f");
        assertThat(deltas.get(1).has("id")).isFalse();
        assertThat(deltas.get(2).path("function").path("arguments").asString()).isEqualTo(":1}");
        assertThat(deltas.get(3).path("index").asInt()).isEqualTo(1);
    }

    @Test
    void cutStreamIsBilledInPart() throws Exception {
        upstream.answer(Answer.text("a", "b", "c", "d").tokens(Tokens.of(5, 8)).cutAfter(2));
        assertThatThrownBy(() -> client.events(CHAT, STREAM)).isInstanceOf(IOException.class);

        assertThat(upstream.bill().only().tokens()).isEqualTo(Tokens.of(5, 4));
        assertThat(upstream.bill().only().complete()).isFalse();
    }

    @Test
    void errorEventEndsTheStreamAfterContent() throws Exception {
        upstream.answer(Answer.text("a", "b").failedAfter(1, "server_error", "broken"));
        List<String> events = client.events(CHAT, STREAM);

        assertThat(events).hasSize(3);
        assertThat(events.get(1)).contains("\"content\":\"a\"");
        assertThat(events.getLast()).contains("\"error\"", "broken");
    }

    @Test
    void errorBeforeContentComesAfterTheRole() throws Exception {
        upstream.answer(Answer.text("a").failedAfter(0, "server_error", "broken"));
        assertThat(client.events(CHAT, STREAM)).hasSize(2).last().asString().contains("broken");
    }

    @Test
    void gateHoldsTheStreamAfterItsPieces() throws Exception {
        Gate gate = new Gate();
        upstream.answer(Answer.text("a", "b").tokens(Tokens.of(1, 2)).heldAfter(1, gate));
        Thread caller = Thread.ofVirtual().start(() -> open(gate));
        assertThat(client.events(CHAT, STREAM)).hasSize(5);
        caller.join(SOON);
        assertThat(caller.isAlive()).isFalse();
    }

    private void open(Gate gate) {
        gate.awaitArrival(SOON);
        assertThat(upstream.bill().only().tokens()).isEqualTo(Tokens.of(1, 1));
        gate.open();
    }

    @Test
    void refusedAnswerKeepsHeadersAndCostsNothing() throws Exception {
        upstream.answer(
                Answer.refused(429, "requests", "rate_limit_exceeded", "Slow down")
                        .header("retry-after", "2"));
        HttpResponse<String> answer = client.post(CHAT, HELLO);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
        assertThat(answer.body()).contains("rate_limit_exceeded");
        assertThat(upstream.bill().calls()).isEmpty();
    }

    @Test
    void conventionsEchoSystemImagesAndTurns() throws Exception {
        String json =
                body(
                        "{'role':'system','content':'Be kind'},{'role':'user','content':'one'},"
                                + "{'role':'assistant','content':'two'},{'role':'user','content':"
                                + "[{'type':'text','text':'three'},{'type':'image_url','image_url':"
                                + "{'url':'data:image/png;base64,iVBORw0KGgo='}}]}",
                        "");
        String text =
                client.posted(CHAT, json)
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString();
        assertThat(text).isEqualTo("You said: three\nSystem: Be kind\nImages: 1\nTurns: 3");
    }

    @Test
    void conventionsCallToolsAndRepeatResults() throws Exception {
        String tools =
                ",'tools':[{'type':'function','function':{'name':'f'}},"
                        + "{'type':'function','function':{'name':'g'}}]";
        String ask = "{'role':'user','content':'call f {}\\ncall g {}\\ncall h {}'}";
        JsonNode both = client.posted(CHAT, body(ask, tools)).path("choices").path(0);
        assertThat(both.path("message").path("tool_calls")).hasSize(2);
        assertThat(both.path("finish_reason").asString()).isEqualTo("tool_calls");

        String one = body(ask, tools + ",'parallel_tool_calls':false");
        assertThat(
                        client.posted(CHAT, one)
                                .path("choices")
                                .path(0)
                                .path("message")
                                .path("tool_calls"))
                .hasSize(1);

        String answered =
                ask
                        + ",{'role':'assistant','tool_calls':[{'id':'c','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c','content':'42'}";
        assertThat(client.post(CHAT, body(answered, tools)).body()).contains("The tools said: 42");
    }

    @Test
    void conventionsObeyToolChoiceLimitsAndStops() throws Exception {
        String tools = ",'tools':[{'type':'function','function':{'name':'f'}}]";
        String user = "{'role':'user','content':'one two three four five'}";
        assertThat(client.post(CHAT, body(user, tools + ",'tool_choice':'required'")).body())
                .contains("\"name\":\"f\"");
        assertThat(client.post(CHAT, body(user, tools + ",'tool_choice':'none'")).body())
                .contains("You said");
        assertThat(client.post(CHAT, body(user, ",'max_completion_tokens':2")).body())
                .contains("\"content\":\"You said\"", "\"finish_reason\":\"length\"");
        assertThat(client.post(CHAT, body(user, ",'stop':[' three']")).body())
                .contains("\"content\":\"You said: one two\"", "\"finish_reason\":\"stop\"");
    }

    @Test
    void modelsAreListedAndFound() throws Exception {
        assertThat(client.get("/v1/models").body()).contains("\"object\":\"list\"", "gpt-5");
        assertThat(client.get("/v1/models/gpt-5").body()).contains("\"owned_by\":\"openai\"");
        assertThat(client.get("/v1/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(client.post("/v1/other", "{}").body()).contains("Invalid URL (POST /v1/other)");
        assertThat(client.get(CHAT).statusCode()).isEqualTo(405);
    }
}
