// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.PROVIDER;
import static dev.penstock.wire.AnthropicSamples.at;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.refusal;
import static dev.penstock.wire.AnthropicSamples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.WireFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of OpenAI's format and of its own, as they reach a provider of the Messages format.
class AnthropicRequestWriterTest {

    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
    private static final String TOOL =
            "'tools':[{'type':'function','function':{'name':'f','parameters':"
                    + "{'type':'object','properties':{}}}}]";

    private static ChatRequest chat(String members) {
        return CallerCodec.of(WireFormat.OPENAI_CHAT)
                .decode(bytes(quoted("{'model':'claude-opus-4-5'," + members + "}")));
    }

    private static EncodedRequest encoded(ChatRequest request) {
        return PROVIDER.encode(request, Dialect.anthropic());
    }

    private static Object sent(ChatRequest request) {
        return tree(encoded(request).body());
    }

    private static Object sent(String members) {
        return sent(chat(members));
    }

    private static Object sentTo(String model, String members) {
        return sent(chat(members).withModel(model));
    }

    private static List<String> dropped(String members) {
        return encoded(chat(members)).dropped();
    }

    @Test
    void q10SmallestRequestHasABound() {
        assertThat(sent(HI))
                .isEqualTo(
                        tree(
                                "{'model':'claude-opus-4-5','max_tokens':4096,'messages':["
                                        + "{'role':'user','content':["
                                        + "{'type':'text','text':'hi'}]}]}"));
        assertThat(dropped(HI)).isEmpty();
    }

    @Test
    void settingsHaveTheirCounterparts() {
        Object body =
                sent(
                        HI
                                + ",'stream':true,'max_completion_tokens':77,'temperature':0.5,"
                                + "'top_k':5,'stop':['a','b'],'user':'u1'");
        assertThat(at(body, "stream")).isEqualTo(tree("true"));
        assertThat(at(body, "max_tokens")).isEqualTo(tree("77"));
        assertThat(at(body, "temperature")).isEqualTo(tree("0.5"));
        assertThat(at(body, "top_k")).isEqualTo(tree("5"));
        assertThat(at(body, "stop_sequences")).isEqualTo(tree("['a','b']"));
        assertThat(at(body, "metadata")).isEqualTo(tree("{'user_id':'u1'}"));
    }

    @Test
    void whatCannotBeCarriedIsReported() {
        String members =
                HI
                        + ",'presence_penalty':1,'frequency_penalty':1,'seed':4,'logprobs':true,"
                        + "'logit_bias':{'1':2},'n':1,'store':true,'top_p':0.5,'temperature':0.5,"
                        + "'response_format':{'type':'text'}";
        assertThat(dropped(members))
                .containsExactlyInAnyOrder(
                        "presence_penalty",
                        "frequency_penalty",
                        "seed",
                        "logprobs",
                        "logit_bias",
                        "store",
                        "top_p");
        assertThat(JsonTree.object(sent(members)))
                .containsOnlyKeys("model", "max_tokens", "messages", "temperature");
    }

    @Test
    void severalChoicesAreRefused() {
        Failure.Caller refusal = refusal(() -> sent(HI + ",'n':2"));
        assertThat(refusal.param()).isEqualTo("n");
    }

    @Test
    void q11BlankStopsAreRemoved() {
        assertThat(at(sent(HI + ",'stop':['\\n','x','']"), "stop_sequences"))
                .isEqualTo(tree("['x']"));
        assertThat(JsonTree.object(sent(HI + ",'stop':''"))).doesNotContainKey("stop_sequences");
    }

    @Test
    void q12TemperatureIsClampedAndDroppedWhereRefused() {
        assertThat(at(sent(HI + ",'temperature':1.7"), "temperature")).isEqualTo(tree("1.0"));
        assertThat(sentTo("claude-sonnet-5", HI + ",'temperature':0.2,'top_k':3"))
                .isEqualTo(sentTo("claude-sonnet-5", HI));
        Dialect fixed = new Dialect("max_tokens", 4_096, false, false, "user_id");
        EncodedRequest encoded =
                PROVIDER.encode(chat(HI + ",'temperature':0.2,'top_p':0.3,'top_k':3"), fixed);
        assertThat(tree(encoded.body())).isEqualTo(sent(HI));
        assertThat(encoded.dropped()).containsExactly("temperature", "top_p", "top_k");
        assertThat(PROVIDER.encode(chat(HI + ",'temperature':1,'top_p':1"), fixed).dropped())
                .isEmpty();
    }

    @Test
    void temperatureAndTopPGoTogetherOnlyToOldModels() {
        String both = HI + ",'temperature':0.5,'top_p':0.5";
        assertThat(JsonTree.object(sentTo("claude-3-haiku-20240307", both)))
                .containsKeys("temperature", "top_p");
        assertThat(JsonTree.object(sentTo("claude-sonnet-4-5", both)))
                .containsKey("temperature")
                .doesNotContainKey("top_p");
    }

    @Test
    void toolsAreSent() {
        Object body =
                sent(
                        HI
                                + ",'tools':[{'type':'function','function':{'name':'f',"
                                + "'description':'d','parameters':{'type':'object',"
                                + "'properties':{'x':{'type':'string','minLength':2}}}}},"
                                + "{'type':'function','function':{'name':'g','strict':true}}]");
        assertThat(at(body, "tools"))
                .isEqualTo(
                        tree(
                                "[{'name':'f','description':'d','input_schema':{'type':'object',"
                                        + "'properties':{'x':{'type':'string','minLength':2}}}},"
                                        + "{'name':'g','input_schema':"
                                        + "{'type':'object','properties':{}}}]"));
        assertThat(JsonTree.object(body)).doesNotContainKey("tool_choice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tool_choice':'auto' | {'type':'auto'}",
                "'tool_choice':'none' | {'type':'none'}",
                "'tool_choice':'required' | {'type':'any'}",
                "'tool_choice':{'type':'function','function':{'name':'f'}}"
                        + " | {'type':'tool','name':'f'}",
                "'parallel_tool_calls':false | {'type':'auto','disable_parallel_tool_use':true}",
                "'tool_choice':'required','parallel_tool_calls':false"
                        + " | {'type':'any','disable_parallel_tool_use':true}",
                "'tool_choice':'none','parallel_tool_calls':false | {'type':'none'}",
                "'tool_choice':'auto','parallel_tool_calls':true | {'type':'auto'}",
            })
    void q16ToolChoiceIsAnObject(String members, String choice) {
        assertThat(at(sent(HI + "," + TOOL + "," + members), "tool_choice"))
                .isEqualTo(tree(choice));
    }

    @Test
    void toolChoiceWithoutToolsIsDropped() {
        assertThat(sent(HI + ",'tool_choice':'auto','parallel_tool_calls':false"))
                .isEqualTo(sent(HI));
    }

    @Test
    void historyWithCallsButWithoutToolsGetsPlaceholders() {
        Object body =
                sent(
                        "'messages':[{'role':'user','content':'a'},{'role':'assistant',"
                                + "'tool_calls':[{'id':'c','type':'function','function':"
                                + "{'name':'f','arguments':'{}'}},{'id':'d','type':'function',"
                                + "'function':{'name':'f','arguments':''}}]},"
                                + "{'role':'tool','tool_call_id':'c','content':'x'},"
                                + "{'role':'tool','tool_call_id':'d','content':'y'}]");
        assertThat(at(body, "tools"))
                .isEqualTo(
                        tree(
                                "[{'name':'f','input_schema':"
                                        + "{'type':'object','properties':{}}}]"));
        assertThat(at(body, "tool_choice")).isEqualTo(tree("{'type':'none'}"));
    }

    @Test
    void q18IllegalToolNamesAreSentOtherwiseAndComeBack() {
        String longName = "n".repeat(70);
        ChatRequest request =
                chat(
                        "'messages':[{'role':'user','content':'a'},{'role':'assistant',"
                                + "'tool_calls':[{'id':'c','type':'function','function':"
                                + "{'name':'srv.read','arguments':'{}'}}]},{'role':'tool',"
                                + "'tool_call_id':'c','content':'x'}],'tool_choice':{'type':"
                                + "'function','function':{'name':'srv/read'}},'tools':["
                                + "{'type':'function','function':{'name':'srv.read'}},"
                                + "{'type':'function','function':{'name':'srv/read'}},"
                                + "{'type':'function','function':{'name':'"
                                + longName
                                + "'}}]");
        EncodedRequest encoded = encoded(request);
        Object body = tree(encoded.body());
        List<Object> names =
                JsonTree.elements(at(body, "tools")).stream().map(t -> at(t, "name")).toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(3);
        assertThat(names)
                .allSatisfy(name -> assertThat((String) name).matches("[a-zA-Z0-9_-]{1,64}"));
        assertThat(at(body, "messages", "1", "content", "0", "name")).isEqualTo(names.get(0));
        assertThat(at(body, "tool_choice", "name")).isEqualTo(names.get(1));
        byte[] answer =
                AnthropicSamples.stream(
                        AnthropicSamples.start(),
                        AnthropicSamples.tool(0, "t", (String) names.get(1)),
                        AnthropicSamples.stop(0),
                        AnthropicSamples.end("tool_use"),
                        AnthropicSamples.end());
        assertThat(AnthropicSamples.read(PROVIDER.reader(true, encoded), answer, answer.length))
                .contains(new dev.penstock.inference.ChatEvent.ToolCallStarted(0, "t", "srv/read"));
    }

    @Test
    void jsonObjectIsAskedForInWords() {
        Object body =
                sent(
                        "'messages':[{'role':'system','content':'Be kind.'},"
                                + "{'role':'user','content':'hi'}],"
                                + "'response_format':{'type':'json_object'}");
        List<Object> system = JsonTree.elements(at(body, "system"));
        assertThat(system).hasSize(2);
        assertThat((String) at(system.get(1), "text")).contains("JSON object");
        assertThat(JsonTree.object(body)).doesNotContainKey("output_config");
    }

    @Test
    void q8SchemaOfTheAnswerIsSentReduced() {
        Object body =
                sent(
                        HI
                                + ",'response_format':{'type':'json_schema','json_schema':"
                                + "{'name':'n','strict':true,'schema':{'type':'object',"
                                + "'properties':{'x':{'type':'string','minLength':2}}}}}");
        assertThat(at(body, "output_config"))
                .isEqualTo(
                        tree(
                                "{'format':{'type':'json_schema','schema':{'type':'object',"
                                        + "'properties':{'x':{'type':'string',"
                                        + "'description':'(minLength: 2)'}},"
                                        + "'additionalProperties':false}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-3-5-sonnet-20241022 | {'type':'object'}",
                "claude-opus-4-5 | {'type':'object','properties':{'x':{'$ref':'#'}}}",
            })
    void schemaThatCannotBeEnforcedIsToldInWords(String model, String schema) {
        ChatRequest request =
                chat(HI
                                + ",'response_format':{'type':'json_schema','json_schema':"
                                + "{'name':'n','schema':"
                                + schema
                                + "}}")
                        .withModel(model);
        EncodedRequest encoded = encoded(request);
        assertThat(encoded.dropped()).containsExactly("response_format");
        Object body = tree(encoded.body());
        assertThat(JsonTree.object(body)).doesNotContainKey("output_config");
        assertThat((String) at(body, "system", "0", "text")).contains(quoted(schema));
    }

    @Test
    void ownExtrasGoOnAndForeignOnesAreReported() {
        ChatRequest own =
                AnthropicSamples.request(
                        HI + ",'service_tier':'standard_only','container':{'id':'c'}");
        EncodedRequest encoded = encoded(own);
        assertThat(encoded.dropped()).isEmpty();
        assertThat(at(tree(encoded.body()), "service_tier")).isEqualTo("standard_only");
        assertThat(at(tree(encoded.body()), "container")).isEqualTo(tree("{'id':'c'}"));
        String foreign = HI + ",'service_tier':'flex','metadata':{'a':'b'}";
        assertThat(dropped(foreign)).containsExactly("service_tier", "metadata");
        assertThat(sent(foreign)).isEqualTo(sent(HI));
    }

    @Test
    void ownRequestComesOutAsItWas() {
        String members =
                "'system':[{'type':'text','text':'Be kind.'}],'messages':["
                        + "{'role':'user','content':[{'type':'text','text':'look'},"
                        + "{'type':'image','source':{'type':'url','url':'https://x/y.png'}}]},"
                        + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm',"
                        + "'signature':'s+/='},{'type':'redacted_thinking','data':'d+/='},"
                        + "{'type':'tool_use','id':'toolu_1','name':'f','input':{'x':1}}]},"
                        + "{'role':'user','content':[{'type':'tool_result',"
                        + "'tool_use_id':'toolu_1','content':'no','is_error':true},"
                        + "{'type':'text','text':'again'}]}],'tools':[{'name':'f',"
                        + "'description':'d','input_schema':{'type':'object'},'strict':true}],"
                        + "'tool_choice':{'type':'auto','disable_parallel_tool_use':true},"
                        + "'stop_sequences':['###'],'thinking':{'type':'enabled',"
                        + "'budget_tokens':2000},'metadata':{'user_id':'u'},'stream':true";
        ChatRequest request =
                AnthropicSamples.CALLER.decode(
                        bytes(
                                quoted(
                                        "{'model':'claude-opus-4-5','max_tokens':5000,"
                                                + members
                                                + "}")));
        assertThat(sent(request))
                .isEqualTo(tree("{'model':'claude-opus-4-5','max_tokens':5000," + members + "}"));
    }

    @Test
    void s8ForcedToolChoiceGivesWayToThinking() {
        String members =
                HI
                        + ","
                        + TOOL
                        + ",'tool_choice':{'type':'function','function':{'name':'f'}},"
                        + "'reasoning_effort':'high','temperature':0.3,'top_p':0.4,'top_k':3";
        Object body = sent(members);
        assertThat(at(body, "tool_choice")).isEqualTo(tree("{'type':'auto'}"));
        assertThat(at(body, "thinking", "type")).isEqualTo("enabled");
        assertThat(JsonTree.object(body)).doesNotContainKeys("temperature", "top_p", "top_k");
        assertThat(dropped(members))
                .containsExactlyInAnyOrder("tool_choice", "temperature", "top_p", "top_k");
    }

    @ParameterizedTest
    @CsvSource({
        "minimal, 100, 1024, 1124",
        "low, 3000, 2048, 3000",
        "medium, 8192, 8192, 16384",
        "high, 100, 16384, 16484",
        "xhigh, 1, 32768, 32769",
        "max, 64000, 32768, 64000"
    })
    void s9BoundStaysAboveTheBudget(String effort, int asked, int budget, int bound) {
        Object body = sent(HI + ",'reasoning_effort':'" + effort + "','max_tokens':" + asked);
        assertThat(at(body, "thinking"))
                .isEqualTo(tree("{'type':'enabled','budget_tokens':" + budget + "}"));
        assertThat(at(body, "max_tokens")).isEqualTo(tree("" + bound));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "claude-sonnet-5 | none | {'type':'disabled'} | -",
                "claude-sonnet-5 | minimal | {'type':'adaptive'} | low",
                "claude-opus-4-6 | medium | {'type':'adaptive'} | medium",
                "claude-opus-5 | max | {'type':'adaptive'} | max",
                "claude-opus-5-5 | none | - | low",
                "claude-fable-5-1 | high | {'type':'adaptive'} | high",
                "claude-sonnet-4-5-20250929 | none | - | -",
                "claude-3-5-haiku-20241022 | high | - | -",
                "some/other-model | none | - | -",
                "some/other-model | minimal | {'type':'enabled','budget_tokens':1024} | -",
            })
    void effortIsPutAsTheModelWantsIt(
            String model, String effort, String thinking, String sentEffort) {
        Object body = sentTo(model, HI + ",'reasoning_effort':'" + effort + "'");
        assertThat(at(body, "thinking")).isEqualTo(thinking == null ? null : tree(thinking));
        Object config = at(body, "output_config");
        assertThat(config)
                .isEqualTo(sentEffort == null ? null : tree("{'effort':'" + sentEffort + "'}"));
    }

    @Test
    void modelThatCannotThinkReportsTheLoss() {
        ChatRequest request = chat(HI + ",'reasoning_effort':'high'").withModel("claude-3-opus-1");
        assertThat(encoded(request).dropped()).containsExactly("reasoning_effort");
    }

    @ParameterizedTest
    @CsvSource({"1024, low", "8000, medium", "30000, high"})
    void budgetBecomesEffortWhereBudgetsAreRefused(int budget, String effort) {
        ChatRequest request =
                AnthropicSamples.request(
                                HI
                                        + ",'thinking':{'type':'enabled','budget_tokens':"
                                        + budget
                                        + "}")
                        .withModel("claude-sonnet-5");
        assertThat(at(sent(request), "output_config", "effort")).isEqualTo(effort);
    }

    @Test
    void openToolTurnWithoutItsThinkingDoesNotThink() {
        String members =
                TOOL
                        + ",'reasoning_effort':'high','messages':[{'role':'user','content':'a'},"
                        + "{'role':'assistant','reasoning_content':'unsigned','tool_calls':["
                        + "{'id':'c','type':'function','function':"
                        + "{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c','content':'x'}]";
        assertThat(JsonTree.object(sent(members))).doesNotContainKey("thinking");
        assertThat(dropped(members)).containsExactly("reasoning_effort");
        assertThat(at(sentTo("claude-sonnet-5", members), "thinking"))
                .isEqualTo(tree("{'type':'disabled'}"));
        assertThat(at(sentTo("claude-opus-5-5", members), "thinking")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-opus-4-20250514",
                "claude-3-7-sonnet-20250219",
                "anthropic/claude-opus-4.5",
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "claude-opus-4-1@20250805",
                "glm-4.7"
            })
    void budgetModelsAreKnownByName(String model) {
        assertThat(AnthropicModel.of(model).thinking()).isEqualTo(AnthropicModel.Thinking.BUDGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-opus-4-6", "claude-haiku-5", "vertex/claude-sonnet-5-2@2026"})
    void adaptiveModelsAreKnownByName(String model) {
        assertThat(AnthropicModel.of(model).thinking()).isEqualTo(AnthropicModel.Thinking.ADAPTIVE);
    }
}
