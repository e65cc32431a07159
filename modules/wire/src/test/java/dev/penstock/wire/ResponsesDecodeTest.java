// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.ResponseFormat;
import dev.penstock.inference.Role;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesDecodeTest {

    private static final CallerCodec CODEC = CallerCodec.of(WireFormat.OPENAI_RESPONSES);

    private static byte[] body(String members) {
        return ("{'model':'m'," + members + "}").replace('\'', '"').getBytes(UTF_8);
    }

    private static ChatRequest decode(String members) {
        return CODEC.decode(body(members));
    }

    private static List<Message> items(String items) {
        return decode("'input':[" + items + "]").messages();
    }

    private static Failure.Caller refused(String members) {
        FailureException thrown =
                catchThrowableOfType(FailureException.class, () -> decode(members));
        assertThat(thrown).as(members).isNotNull();
        return (Failure.Caller) thrown.failure();
    }

    @Test
    void stringIsWhatTheUserSaysAndInstructionsGoBefore() {
        assertThat(decode("'input':'hi','instructions':'Be kind'").messages())
                .containsExactly(
                        Message.text(Role.SYSTEM, "Be kind"), Message.text(Role.USER, "hi"));
    }

    @Test
    void itemsOfOneTurnBecomeOneMessage() {
        List<Message> messages =
                items(
                        """
                        {'role':'user','content':'How is it?'},
                        {'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm'}],
                         'encrypted_content':'penstock.s.sig'},
                        {'type':'message','role':'assistant','id':'msg_1','status':'completed',
                         'content':[{'type':'output_text','text':'Let me see.','annotations':[]}]},
                        {'type':'function_call','id':'fc_1','call_id':'c1','name':'weather',
                         'arguments':'{}'},
                        {'type':'custom_tool_call','call_id':'c2','name':'patch','input':'a\\nb'},
                        {'type':'function_call_output','call_id':'c1','output':'sunny'},
                        {'type':'custom_tool_call_output','call_id':'c2',
                         'output':[{'type':'input_text','text':'done'}]}
                        """);
        assertThat(messages)
                .containsExactly(
                        Message.text(Role.USER, "How is it?"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new ContentPart.Reasoning("Hm", "sig"),
                                        new ContentPart.Text("Let me see."),
                                        new ContentPart.ToolCall("c1", "weather", "{}"),
                                        new ContentPart.ToolCall(
                                                "c2", "patch", "{\"input\":\"a\\nb\"}"))),
                        result("c1", "sunny"),
                        result("c2", "done"));
    }

    private static Message result(String id, String text) {
        return new Message(
                Role.TOOL,
                List.of(
                        new ContentPart.ToolResult(
                                id, List.of(new ContentPart.Text(text)), false)));
    }

    @Test
    void reasoningOfOpenAiItselfIsStrippedToItsWords() {
        ChatRequest request =
                decode(
                        "'input':[{'role':'user','content':'a'},{'type':'reasoning','id':'rs_1',"
                                + "'summary':[],'encrypted_content':'gAAA'}]");
        assertThat(request.messages()).hasSize(1);
        assertThat(request.extras()).containsOnlyKeys("input.encrypted_content");
    }

    @Test
    void picturesFilesAndSoundsAreCarried() {
        assertThat(
                        items(
                                        """
                                        {'role':'user','content':[
                                          {'type':'input_image','image_url':'data:image/png;base64,AA','detail':'low'},
                                          {'type':'input_file','file_data':'data:application/pdf;base64,BB','filename':'a.pdf'},
                                          {'type':'input_file','file_url':'https://example.org/a.pdf'},
                                          {'type':'input_audio','input_audio':{'data':'CC','format':'wav'}}]}
                                        """)
                                .getFirst()
                                .parts())
                .containsExactly(
                        new ContentPart.Image(new MediaSource.Inline("image/png", "AA"), "low"),
                        new ContentPart.Document(
                                new MediaSource.Inline("application/pdf", "BB"), "a.pdf"),
                        new ContentPart.Document(
                                new MediaSource.Remote("https://example.org/a.pdf"), null),
                        new ContentPart.Audio("CC", "wav"));
    }

    @Test
    void toolsAreFunctionsAndCustomOnesHaveOneString() {
        ChatRequest request =
                decode(
                        """
                        'input':'hi','parallel_tool_calls':false,'tool_choice':{'type':'custom','name':'patch'},
                        'tools':[{'type':'function','name':'f','description':'d','parameters':{},'strict':true},
                          {'type':'custom','name':'patch','format':{'type':'grammar','syntax':'lark','definition':'start: X'}},
                          {'type':'web_search','search_context_size':'low'}]
                        """);
        assertThat(request.tools()).extracting(ToolDefinition::name).containsExactly("f", "patch");
        assertThat(request.tools().getFirst().strict()).isTrue();
        assertThat(request.tools().getLast().description()).contains("lark", "start: X");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("patch"));
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(request.extras()).containsOnlyKeys("tools.web_search");
    }

    @Test
    void allowedToolsAreTheOnlyOnes() {
        ChatRequest request =
                decode(
                        "'input':'hi','tools':[{'type':'function','name':'a'},"
                                + "{'type':'function','name':'b'}],'tool_choice':{"
                                + "'type':'allowed_tools','mode':'required',"
                                + "'tools':[{'type':'function','name':'b'}]}");
        assertThat(request.tools()).extracting(ToolDefinition::name).containsExactly("b");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Required());
    }

    @Test
    void settingsHaveTheirPlaces() {
        ChatRequest request =
                decode(
                        """
                        'input':'hi','max_output_tokens':99,'temperature':0.5,'top_p':0.9,
                        'reasoning':{'effort':'low','summary':'auto'},'user':'u','store':false,
                        'include':['reasoning.encrypted_content'],'truncation':'disabled',
                        'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':true}}
                        """);
        assertThat(request.settings().maxOutputTokens()).isEqualTo(99);
        assertThat(request.settings().temperature()).isEqualTo(0.5);
        assertThat(request.settings().reasoningEffort()).isEqualTo("low");
        assertThat(request.settings().endUser()).isEqualTo("u");
        assertThat(request.settings().responseFormat())
                .isInstanceOf(ResponseFormat.JsonSchema.class);
        assertThat(request.extras()).isEmpty();
    }

    @Test
    void whatIsLeftOutIsTold() {
        assertThat(
                        decode(
                                        "'input':[{'role':'user','content':'a'},{'type':'web_search_call',"
                                                + "'id':'ws','action':{}},{'type':'item_reference','id':'rs_9'}],"
                                                + "'store':true,'metadata':{'a':'b'},'truncation':'auto',"
                                                + "'text':{'verbosity':'low'},'reasoning':{'mode':'pro'},"
                                                + "'include':['message.output_text.logprobs']")
                                .extras())
                .containsOnlyKeys(
                        "input.web_search_call",
                        "input.item_reference",
                        "store",
                        "metadata",
                        "truncation",
                        "text.verbosity",
                        "reasoning.mode",
                        "include");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'input':'a','previous_response_id':'resp_1' | previous_response_id",
                "'input':'a','conversation':{'id':'c'} | conversation",
                "'input':'a','prompt':{'id':'p'} | prompt",
                "'input':'a','background':true | background",
                "'input':'a','tools':[{'type':'mcp','server_label':'x'}] | tools[0].type",
                "'input':'a','tool_choice':{'type':'web_search'} | tool_choice.type",
                "'input':[{'type':'item_reference','id':'msg_1'}] | input[0].id",
                "'input':[{'type':'compaction','id':'x'}] | input[0].type",
                "'input':[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}] | input[0].content[0].file_id",
                "'input':[{'role':'system','content':[{'type':'input_image','image_url':'https://a/b'}]}] | input[0].content",
                "'input':[{'type':'function_call','name':'f','arguments':''}] | input[0].call_id",
                "'input':'a','reasoning':{'effort':'huge'} | reasoning.effort",
                "'input':'a','temperature':3 | temperature",
                "'input':[] | input",
                "'instructions':'a' | input",
            },
            quoteCharacter = '"')
    void whatCannotBeCarriedIsRefusedWithItsName(String members, String param) {
        assertThat(refused(members).param()).isEqualTo(param);
    }

    @Test
    void scanFindsWhatTheGatewayActsOn() {
        RawRequest raw =
                CODEC.scan(body("'input':'a','stream':true,'max_output_tokens':7"), Map.of());
        assertThat(raw.model()).isEqualTo("m");
        assertThat(raw.stream()).isTrue();
        assertThat(raw.maxOutputTokens()).isEqualTo(7);
        assertThat(raw.usageAsked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'background':true", "'Model':'x'", "'max_output_tokens':-1"})
    void scanRefusesBeforeAnyProviderIsAsked(String member) {
        assertThat(
                        catchThrowableOfType(
                                FailureException.class,
                                () -> CODEC.scan(body("'input':'a'," + member), Map.of())))
                .isNotNull();
    }

    @Test
    void failureNamesTheInputNotTheMessages() {
        Failure failure =
                new Failure.Caller(
                        Failure.CallerKind.BAD_REQUEST, "no audio", "messages[2].content");
        assertThat(new String(CODEC.encode(failure, "id"), UTF_8))
                .contains("\"param\":\"input\"", "\"type\":\"invalid_request_error\"");
    }
}
