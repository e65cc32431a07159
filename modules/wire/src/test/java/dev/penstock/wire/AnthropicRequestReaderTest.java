// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.CALLER;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.refusal;
import static dev.penstock.wire.AnthropicSamples.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.ContentPart.Document;
import dev.penstock.inference.ContentPart.Image;
import dev.penstock.inference.ContentPart.Reasoning;
import dev.penstock.inference.ContentPart.RedactedReasoning;
import dev.penstock.inference.ContentPart.Text;
import dev.penstock.inference.ContentPart.ToolCall;
import dev.penstock.inference.ContentPart.ToolResult;
import dev.penstock.inference.Failure;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.ResponseFormat;
import dev.penstock.inference.Role;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicRequestReaderTest {

    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

    private static List<Message> messages(String messages) {
        return request("'messages':[" + messages + "]").messages();
    }

    /// The parts of a user message with these blocks.
    private static List<ContentPart> user(String blocks) {
        return messages("{'role':'user','content':[" + blocks + "]}").getFirst().parts();
    }

    private static List<ContentPart> assistant(String blocks) {
        List<Message> all =
                messages(
                        "{'role':'user','content':'hi'},{'role':'assistant','content':["
                                + blocks
                                + "]}");
        return all.size() == 1 ? List.of() : all.get(1).parts();
    }

    private static GenerationSettings settings(String members) {
        return request(HI + "," + members).settings();
    }

    @Test
    void smallestRequestSaysNothingElse() {
        ChatRequest request = request(HI);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.origin()).isEqualTo(WireFormat.ANTHROPIC_MESSAGES);
        assertThat(request.stream()).isFalse();
        assertThat(request.messages()).containsExactly(Message.text(Role.USER, "hi"));
        assertThat(request.tools()).isEmpty();
        assertThat(request.toolChoice()).isNull();
        assertThat(request.parallelToolCalls()).isNull();
        assertThat(request.extras()).isEmpty();
        assertThat(request.settings())
                .isEqualTo(
                        new GenerationSettings(
                                9L, null, null, null, List.of(), null, null, null, null, null, null,
                                null, null));
    }

    @Test
    void everySettingIsRead() {
        ChatRequest request =
                request(
                        HI
                                + ",'stream':true,'temperature':0.5,'top_p':0.9,'top_k':40,"
                                + "'stop_sequences':['a','b'],'metadata':{'user_id':'u1'},"
                                + "'thinking':{'type':'enabled','budget_tokens':2000},"
                                + "'output_config':{'effort':'low','format':{'type':'json_schema',"
                                + "'schema':{'type':'object'}}}");
        assertThat(request.stream()).isTrue();
        assertThat(request.settings())
                .isEqualTo(
                        new GenerationSettings(
                                9L,
                                0.5,
                                0.9,
                                40L,
                                List.of("a", "b"),
                                null,
                                null,
                                null,
                                null,
                                "low",
                                2000L,
                                new ResponseFormat.JsonSchema(
                                        "answer",
                                        null,
                                        new JsonText("{\"type\":\"object\"}"),
                                        null),
                                "u1"));
    }

    @Test
    void nullMembersAreAbsent() {
        ChatRequest request =
                request(
                        HI
                                + ",'system':null,'stream':null,'tools':null,'tool_choice':null,"
                                + "'temperature':null,'stop_sequences':null,'metadata':null,"
                                + "'thinking':null,'output_config':null,'service_tier':null");
        assertThat(request).isEqualTo(request(HI));
    }

    @Test
    void unknownMembersAreCarriedAsTheyAre() {
        assertThat(
                        request(
                                        "'service_tier':'auto','container':{'id' : 'c'},"
                                                + HI
                                                + ",'speed':'fast'")
                                .extras())
                .containsExactly(
                        java.util.Map.entry("service_tier", new JsonText("\"auto\"")),
                        java.util.Map.entry("container", new JsonText("{\"id\" : \"c\"}")),
                        java.util.Map.entry("speed", new JsonText("\"fast\"")));
    }

    @Test
    void q14SystemBlocksLoseTheirCacheControlAndBillingNote() {
        assertThat(
                        request(
                                        HI
                                                + ",'system':[{'type':'text','text':"
                                                + "'x-anthropic-billing-header: cc=1'},"
                                                + "{'type':'text','text':'Be kind.','cache_control':"
                                                + "{'type':'ephemeral','ttl':'1h'}},"
                                                + "{'type':'text','text':'Be brief.'}]")
                                .messages())
                .containsExactly(
                        new Message(
                                Role.SYSTEM, List.of(new Text("Be kind."), new Text("Be brief."))),
                        Message.text(Role.USER, "hi"));
    }

    @Test
    void systemStringStandsFirst() {
        assertThat(request(HI + ",'system':'Be kind.'").messages())
                .containsExactly(
                        Message.text(Role.SYSTEM, "Be kind."), Message.text(Role.USER, "hi"));
    }

    @Test
    void q13SystemInTheMiddleKeepsItsPlace() {
        assertThat(
                        messages(
                                "{'role':'user','content':'a'},{'role':'system','content':'b'},"
                                        + "{'role':'assistant','content':'c'}"))
                .containsExactly(
                        Message.text(Role.USER, "a"),
                        Message.text(Role.SYSTEM, "b"),
                        Message.text(Role.ASSISTANT, "c"));
    }

    @Test
    void imagesAreRead() {
        assertThat(
                        user(
                                "{'type':'image','source':{'type':'base64',"
                                        + "'media_type':'image/png','data':'AAAA'}},"
                                        + "{'source':{'url':'https://x/y.png','type':'url'},"
                                        + "'type':'image','cache_control':{'type':'ephemeral'}}"))
                .containsExactly(
                        new Image(new MediaSource.Inline("image/png", "AAAA"), null),
                        new Image(new MediaSource.Remote("https://x/y.png"), null));
    }

    @Test
    void documentsAreRead() {
        assertThat(
                        user(
                                "{'type':'document','title':'T','source':{'type':'base64',"
                                        + "'media_type':'application/pdf','data':'JVBE'}},"
                                        + "{'type':'document','source':{'type':'text',"
                                        + "'media_type':'text/plain','data':'Grüße'}},"
                                        + "{'type':'document','source':{'type':'url',"
                                        + "'url':'https://x/y.pdf'}},"
                                        + "{'type':'document','source':{'type':'content',"
                                        + "'content':[{'type':'text','text':'inner'}]}}"))
                .containsExactly(
                        new Document(new MediaSource.Inline("application/pdf", "JVBE"), "T"),
                        new Document(new MediaSource.Inline("text/plain", "R3LDvMOfZQ=="), null),
                        new Document(new MediaSource.Remote("https://x/y.pdf"), null),
                        new Text("inner"));
    }

    @Test
    void searchResultIsText() {
        assertThat(
                        user(
                                "{'type':'search_result','source':'https://x','title':'T',"
                                        + "'content':[{'type':'text','text':'a'},"
                                        + "{'type':'text','text':'b'}]}"))
                .containsExactly(new Text("T\nhttps://x\na\nb"));
    }

    @Test
    void q4ResultsAndTextBecomeToolThenUserMessage() {
        assertThat(
                        messages(
                                "{'role':'user','content':[{'type':'tool_result',"
                                        + "'tool_use_id':'t1','content':'one'},"
                                        + "{'type':'text','text':'go on'},"
                                        + "{'type':'tool_result','tool_use_id':'t2',"
                                        + "'content':'two','is_error':true}]}"))
                .containsExactly(
                        new Message(
                                Role.TOOL,
                                List.of(
                                        new ToolResult("t1", List.of(new Text("one")), false),
                                        new ToolResult("t2", List.of(new Text("two")), true))),
                        Message.text(Role.USER, "go on"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'content':null", ",'content':''", ",'content':[]"})
    void q21ResultWithoutContentIsAccepted(String content) {
        assertThat(
                        messages(
                                "{'role':'user','content':[{'type':'tool_result',"
                                        + "'tool_use_id':'t'"
                                        + content
                                        + "}]}"))
                .containsExactly(
                        new Message(Role.TOOL, List.of(new ToolResult("t", List.of(), false))));
    }

    @Test
    void q5ResultKeepsItsImage() {
        assertThat(
                        messages(
                                "{'role':'user','content':[{'content':[{'type':'text',"
                                        + "'text':'see'},{'type':'image','source':{'type':'base64',"
                                        + "'media_type':'image/png','data':'AAAA'}},"
                                        + "{'type':'tool_reference','tool_name':'x'}],"
                                        + "'tool_use_id':'t','type':'tool_result'}]}"))
                .containsExactly(
                        new Message(
                                Role.TOOL,
                                List.of(
                                        new ToolResult(
                                                "t",
                                                List.of(
                                                        new Text("see"),
                                                        new Image(
                                                                new MediaSource.Inline(
                                                                        "image/png", "AAAA"),
                                                                null)),
                                                false))));
    }

    @Test
    void assistantBlocksAreRead() {
        assertThat(
                        assistant(
                                "{'type':'thinking','thinking':'hm','signature':'s+/='},"
                                        + "{'type':'redacted_thinking','data':'d'},"
                                        + "{'type':'text','text':'I call'},"
                                        + "{'type':'tool_use','id':'t','name':'f',"
                                        + "'input':{'x' : [1, 2]},'caller':{'type':'direct'}},"
                                        + "{'type':'tool_use','id':'u','name':'g','input':{}}"))
                .containsExactly(
                        new Reasoning("hm", "s+/="),
                        new RedactedReasoning("d"),
                        new Text("I call"),
                        new ToolCall("t", "f", "{\"x\" : [1, 2]}"),
                        new ToolCall("u", "g", "{}"));
    }

    @Test
    void markedSignatureComesBackAsNone() {
        String mark = AnthropicSignature.shown(null);
        assertThat(
                        assistant(
                                "{'type':'thinking','thinking':'hm','signature':'"
                                        + mark
                                        + "'},{'type':'thinking','thinking':'','signature':'"
                                        + mark
                                        + "'}"))
                .containsExactly(new Reasoning("hm", null));
    }

    @Test
    void blocksOfServerToolsAreLeftOut() {
        assertThat(
                        assistant(
                                "{'type':'server_tool_use','id':'s','name':'web_search',"
                                        + "'input':{'query':'x'}},"
                                        + "{'type':'web_search_tool_result','tool_use_id':'s',"
                                        + "'content':{'type':'web_search_tool_result_error',"
                                        + "'error_code':'unavailable'}},"
                                        + "{'type':'mcp_tool_use','id':'m','name':'n',"
                                        + "'server_name':'v','input':{}},"
                                        + "{'content':[{'type':'tomorrow'}],"
                                        + "'type':'mcp_tool_result','tool_use_id':'m'},"
                                        + "{'type':'text','text':'so'}"))
                .containsExactly(new Text("so"));
    }

    @Test
    void messageOfWhichNothingIsLeftIsLeftOut() {
        assertThat(
                        messages(
                                "{'role':'user','content':'a'},{'role':'assistant','content':"
                                        + "[{'type':'server_tool_use','id':'s','name':'n',"
                                        + "'input':{}}]},{'role':'user','content':'b'}"))
                .containsExactly(Message.text(Role.USER, "a"), Message.text(Role.USER, "b"));
    }

    @Test
    void toolsAreRead() {
        assertThat(
                        request(
                                        HI
                                                + ",'tools':[{'name':'f','description':'d',"
                                                + "'input_schema':{'type':'object'},'strict':true,"
                                                + "'cache_control':{'type':'ephemeral'}},"
                                                + "{'type':'custom','name':'g',"
                                                + "'input_schema':{'type':'object'}}]")
                                .tools())
                .containsExactly(
                        new ToolDefinition("f", "d", new JsonText("{\"type\":\"object\"}"), true),
                        new ToolDefinition("g", null, new JsonText("{\"type\":\"object\"}"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_search_20250305", "bash_20250124", "mcp_toolset"})
    void typedToolIsRefusedByName(String type) {
        Failure.Caller refusal =
                refusal(() ->
                        request(HI + ",'tools':[{'name':'a'},{'type':'" + type + "','name':'b'}]"));
        assertThat(refusal.param()).isEqualTo("tools[1].type");
        assertThat(refusal.message()).contains(type);
    }

    @Test
    void toolChoicesAreRead() {
        assertThat(choice("{'type':'auto'}")).isEqualTo(new ToolChoice.Auto());
        assertThat(choice("{'type':'any'}")).isEqualTo(new ToolChoice.Required());
        assertThat(choice("{'type':'none'}")).isEqualTo(new ToolChoice.None());
        assertThat(choice("{'name':'f','type':'tool'}")).isEqualTo(new ToolChoice.Named("f"));
    }

    @Test
    void q16ToolChoiceAsAStringIsUnderstood() {
        assertThat(choice("'auto'")).isEqualTo(new ToolChoice.Auto());
        assertThat(choice("'any'")).isEqualTo(new ToolChoice.Required());
        assertThat(refusal(() -> choice("'perhaps'")).param()).isEqualTo("tool_choice");
    }

    private static ToolChoice choice(String json) {
        return request(HI + ",'tool_choice':" + json).toolChoice();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void parallelCallsAreReadFromTheChoice(boolean disabled, boolean parallel) {
        assertThat(
                        request(
                                        HI
                                                + ",'tool_choice':{'type':'auto',"
                                                + "'disable_parallel_tool_use':"
                                                + disabled
                                                + "}")
                                .parallelToolCalls())
                .isEqualTo(parallel);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "'thinking':{'type':'disabled'} | none | -",
                "'thinking':{'type':'adaptive'} | high | -",
                "'thinking':{'type':'adaptive'},'output_config':{'effort':'max'} | max | -",
                "'output_config':{'effort':'medium'} | medium | -",
                "'thinking':{'type':'enabled','budget_tokens':1024} | - | 1024",
                "'thinking':{'type':'between_tools'} | - | -",
                "'thinking':{'type':'disabled'},'output_config':{'effort':'low'} | none | -",
            })
    void thinkingIsRead(String members, String effort, Long budget) {
        assertThat(settings(members).reasoningEffort()).isEqualTo(effort);
        assertThat(settings(members).reasoningBudget()).isEqualTo(budget);
    }

    @Test
    void olderOutputFormatIsRead() {
        assertThat(
                        settings(
                                        "'output_format':{'schema':{'type':'object'},'type':'json_schema'}")
                                .responseFormat())
                .isEqualTo(
                        new ResponseFormat.JsonSchema(
                                "answer", null, new JsonText("{\"type\":\"object\"}"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'messages':[] | messages",
                "'messages':{} | messages",
                "'messages':[{'content':'x'}] | messages[0].role",
                "'messages':[{'role':'tool','content':'x'}] | messages[0].role",
                "'messages':[{'role':'user'}] | messages[0].content",
                "'messages':[{'role':'user','content':7}] | messages[0].content",
                "'messages':[{'role':'user','content':[{'text':'x'}]}]"
                        + " | messages[0].content[0].type",
                "'messages':[{'role':'user','content':[{'type':'text'}]}]"
                        + " | messages[0].content[0].text",
                "'messages':[{'role':'user','content':[{'type':'tomorrow'}]}]"
                        + " | messages[0].content[0].type",
                "'messages':[{'role':'user','content':[{'type':'tool_use','id':'t','name':'f',"
                        + "'input':{}}]}] | messages[0].content",
                "'messages':[{'role':'assistant','content':[{'type':'tool_result',"
                        + "'tool_use_id':'t'}]}] | messages[0].content",
                "'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'t',"
                        + "'name':'f','input':'{}'}]}] | messages[0].content[0].input",
                "'messages':[{'role':'assistant','content':[{'type':'tool_use','name':'f',"
                        + "'input':{}}]}] | messages[0].content[0].id",
                "'messages':[{'role':'user','content':[{'type':'tool_result'}]}]"
                        + " | messages[0].content[0].tool_use_id",
                "'messages':[{'role':'user','content':[{'type':'image','source':"
                        + "{'type':'file','file_id':'f'}}]}] | messages[0].content[0].source.type",
                "'messages':[{'role':'user','content':[{'type':'image','source':"
                        + "{'type':'base64','data':'AA'}}]}]"
                        + " | messages[0].content[0].source.media_type",
                "'messages':[{'role':'user','content':[{'type':'image'}]}]"
                        + " | messages[0].content[0].source",
                "'system':[{'type':'image','source':{'type':'url','url':'u'}}] | system",
                "'tools':[{'input_schema':{}}] | tools[0].name",
                "'tools':[{'name':'f'},{'name':'f'}] | tools[1].name",
                "'tools':[{'name':'f','input_schema':[]}] | tools[0].input_schema",
                "'tool_choice':{'name':'f'} | tool_choice.type",
                "'tool_choice':{'type':'tool'} | tool_choice.name",
                "'stop_sequences':'x' | stop_sequences",
                "'temperature':'hot' | temperature",
                "'thinking':{'type':'enabled'} | thinking.budget_tokens",
                "'thinking':{'type':'much'} | thinking.type",
                "'output_config':{'effort':'minimal'} | output_config.effort",
                "'output_config':{'format':{'type':'json_schema'}} | output_config.format.schema",
                "'output_config':{'format':{'type':'xml'}} | output_config.format.type",
                "'system':'a','system':'b' | system",
            })
    void mistakeNamesItsPlace(String members, String param) {
        String all = members.startsWith("'messages'") ? members : HI + "," + members;
        Failure.Caller refusal = refusal(() -> request(all));
        assertThat(refusal.kind()).isEqualTo(Failure.CallerKind.BAD_REQUEST);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.message()).contains(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'m','messages':[]} | messages",
                "{'model':'m','messages':[{'role':'user','content':'x'}]} | max_tokens",
                "{'max_tokens':1,'messages':[{'role':'user','content':'x'}]} | model",
                "{'model':' ','max_tokens':1} | model",
                "{'model':'m','max_tokens':1} | messages",
                "{'model':'m','max_tokens':0} | max_tokens",
                "{'model':'m','max_tokens':'1'} | max_tokens",
            })
    void requiredMembersAreDemanded(String body, String param) {
        assertThat(refusal(() -> CALLER.decode(bytes(quoted(body)))).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"model\":\"m\"} x", "nonsense"})
    void whatIsNoJsonObjectIsRefused(String body) {
        assertThat(refusal(() -> CALLER.decode(bytes(body))).kind())
                .isEqualTo(Failure.CallerKind.BAD_REQUEST);
    }
}
