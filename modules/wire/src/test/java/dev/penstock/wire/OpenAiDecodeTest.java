// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiDecodeTest {

    private static final CallerCodec CODEC = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private static final String TOOL = "{'type':'function','function':{'name':'%s'}}";

    private static ChatRequest decode(String json) {
        return CODEC.decode(json.replace('\'', '"').getBytes(UTF_8));
    }

    /// A request with one user message and further members.
    private static ChatRequest with(String members) {
        return decode("{'model':'m','messages':[{'role':'user','content':'x'}]," + members + "}");
    }

    private static List<Message> messages(String messages) {
        return decode("{'model':'m','messages':[" + messages + "]}").messages();
    }

    private static Message message(String message) {
        return messages(message).getLast();
    }

    private static Failure.Caller refusal(String json) {
        FailureException thrown = catchThrowableOfType(FailureException.class, () -> decode(json));
        assertThat(thrown).as(json).isNotNull();
        return (Failure.Caller) thrown.failure();
    }

    private static ContentPart text(String text) {
        return new ContentPart.Text(text);
    }

    @Test
    void plainRequestIsRead() {
        ChatRequest request =
                decode("{'model':'a/b','messages':[{'role':'user','content':'Grüße 😀'}]}");
        assertThat(request.model()).isEqualTo("a/b");
        assertThat(request.messages()).containsExactly(Message.text(Role.USER, "Grüße 😀"));
        assertThat(request.tools()).isEmpty();
        assertThat(request.toolChoice()).isNull();
        assertThat(request.settings()).isEqualTo(GenerationSettings.unset());
        assertThat(request.stream()).isFalse();
        assertThat(request.extras()).isEmpty();
        assertThat(request.origin()).isEqualTo(WireFormat.OPENAI_CHAT);
    }

    @ParameterizedTest
    @CsvSource({"system,SYSTEM", "developer,SYSTEM", "user,USER", "assistant,ASSISTANT"})
    void rolesAreRead(String role, Role expected) {
        assertThat(message("{'role':'" + role + "','content':'x'}"))
                .isEqualTo(Message.text(expected, "x"));
        assertThat(message("{'content':[{'type':'text','text':'x'}],'role':'" + role + "'}"))
                .isEqualTo(Message.text(expected, "x"));
    }

    @Test
    @DisplayName("Q13: system messages keep their place and content")
    void systemMessagesInTheMiddleStay() {
        assertThat(
                        messages(
                                "{'role':'system','content':'a'},{'role':'user','content':'b'},"
                                        + "{'role':'developer','content':'c'}"))
                .containsExactly(
                        Message.text(Role.SYSTEM, "a"),
                        Message.text(Role.USER, "b"),
                        Message.text(Role.SYSTEM, "c"));
    }

    @Test
    void mediaPartsAreRead() {
        assertThat(
                        message(
                                        "{'role':'user','content':["
                                                + "{'type':'text','text':'t','image_url':null},"
                                                + "{'type':'image_url','image_url':{'url':"
                                                + "'https://h/i.png','detail':'low'}},"
                                                + "{'image_url':{'url':'data:image/PNG;base64,QUJD'},"
                                                + "'text':'','type':'image_url'},"
                                                + "{'type':'input_audio','input_audio':"
                                                + "{'data':'QQ==','format':'mp3'}},"
                                                + "{'type':'file','file':{'filename':'f.pdf',"
                                                + "'file_data':'data:application/pdf;base64,QQ=='}},"
                                                + "{'type':'file','file':{'file_data':"
                                                + "'data:text/plain;charset=utf-8;base64,QQ=='}}]}")
                                .parts())
                .containsExactly(
                        text("t"),
                        new ContentPart.Image(new MediaSource.Remote("https://h/i.png"), "low"),
                        new ContentPart.Image(new MediaSource.Inline("image/png", "QUJD"), null),
                        new ContentPart.Audio("QQ==", "mp3"),
                        new ContentPart.Document(
                                new MediaSource.Inline("application/pdf", "QQ=="), "f.pdf"),
                        new ContentPart.Document(
                                new MediaSource.Inline("text/plain", "QQ=="), null));
    }

    @Test
    void assistantTurnIsReadInOrder() {
        assertThat(
                        message(
                                        "{'tool_calls':[{'id':'c1','type':'function','function':"
                                                + "{'name':'f','arguments':'{}'}}],"
                                                + "'refusal':'no','content':[{'type':'text','text':"
                                                + "'a'},{'type':'refusal','refusal':'r'}],"
                                                + "'reasoning_content':'hm','role':'assistant'}")
                                .parts())
                .containsExactly(
                        new ContentPart.Reasoning("hm", null),
                        text("a"),
                        new ContentPart.Refusal("r"),
                        new ContentPart.Refusal("no"),
                        new ContentPart.ToolCall("c1", "f", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'content':null,", "'content':'',", ""})
    @DisplayName("Q17: empty content beside tool calls is no text")
    void emptyContentBesideCallsIsNoText(String content) {
        assertThat(
                        message(
                                        "{'role':'assistant',"
                                                + content
                                                + "'refusal':null,'audio':null,"
                                                + "'function_call':null,'tool_calls':[{'id':'c',"
                                                + "'type':'function','function':{'name':'f',"
                                                + "'arguments':'{broken'}}]}")
                                .parts())
                .containsExactly(new ContentPart.ToolCall("c", "f", "{broken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'content':null", ",'content':[]"})
    @DisplayName("Q21: a tool result may have no content")
    void toolResultMayBeEmpty(String content) {
        assertThat(message("{'role':'tool','tool_call_id':'c'" + content + "}"))
                .isEqualTo(
                        new Message(
                                Role.TOOL,
                                List.of(new ContentPart.ToolResult("c", List.of(), false))));
    }

    @Test
    @DisplayName("Q21: a tool result may be an array of text")
    void toolResultMayBeParts() {
        assertThat(
                        message(
                                        "{'role':'tool','tool_call_id':'c','content':["
                                                + "{'type':'text','text':'a'},"
                                                + "{'type':'text','text':'b'}]}")
                                .parts())
                .containsExactly(
                        new ContentPart.ToolResult("c", List.of(text("a"), text("b")), false));
    }

    @Test
    void deprecatedFunctionFormsBecomeTools() {
        ChatRequest request =
                decode(
                        "{'model':'m','functions':[{'name':'f','parameters':{'type':'object'}}],"
                                + "'function_call':{'name':'f'},'messages':["
                                + "{'role':'user','content':'x'},"
                                + "{'role':'assistant','content':null,'function_call':"
                                + "{'name':'f','arguments':'1'}},"
                                + "{'role':'function','name':'f','content':'r1'},"
                                + "{'role':'assistant','content':null,'function_call':"
                                + "{'name':'f','arguments':'2'}},"
                                + "{'role':'function','name':'f','content':'r2'}]}");
        assertThat(request.tools())
                .containsExactly(
                        new ToolDefinition("f", null, new JsonText("{\"type\":\"object\"}"), null));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
        String first = ((ContentPart.ToolCall) request.messages().get(1).parts().getFirst()).id();
        String second = ((ContentPart.ToolCall) request.messages().get(3).parts().getFirst()).id();
        assertThat(first).isNotEqualTo(second).matches("[A-Za-z0-9_-]+");
        assertThat(request.messages().get(2).parts())
                .containsExactly(new ContentPart.ToolResult(first, List.of(text("r1")), false));
        assertThat(request.messages().get(4).parts())
                .containsExactly(new ContentPart.ToolResult(second, List.of(text("r2")), false));
    }

    @Test
    void toolsAreReadAndSchemasKeepTheirText() {
        ChatRequest request =
                with(
                        "'tools':[{'type':'function','function':{'name':'f','description':'d',"
                                + "'strict':true,'parameters':{ 'b' : 1, 'a':['é'] }}},"
                                + TOOL.formatted("g")
                                + "],'parallel_tool_calls':false");
        assertThat(request.tools())
                .containsExactly(
                        new ToolDefinition(
                                "f", "d", new JsonText("{ \"b\" : 1, \"a\":[\"é\"] }"), true),
                        new ToolDefinition("g", null, null, null));
        assertThat(request.parallelToolCalls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'auto' | Auto[]",
                "'none' | None[]",
                "'required' | Required[]",
                "{'type':'function','function':{'name':'f'}} | Named[name=f]",
                "{'function':{'name':'f'},'type':'function'} | Named[name=f]",
                "{'type':'function','name':'f'} | Named[name=f]",
                "{'type':'auto'} | Auto[]",
                "{'type':'any'} | Required[]",
                "{'type':'none'} | None[]",
                "{'type':'tool','name':'f'} | Named[name=f]",
            },
            quoteCharacter = '#')
    @DisplayName("Q16: a tool choice is understood in every form")
    void toolChoiceIsRead(String json, String expected) {
        assertThat(with("'tools':[" + TOOL.formatted("f") + "],'tool_choice':" + json).toolChoice())
                .hasToString(expected);
    }

    @Test
    void allowedToolsFilterTheTools() {
        ChatRequest request =
                with(
                        "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required',"
                                + "'tools':["
                                + TOOL.formatted("b")
                                + "]}},'tools':["
                                + TOOL.formatted("a")
                                + ","
                                + TOOL.formatted("b")
                                + "]");
        assertThat(request.tools()).extracting(ToolDefinition::name).containsExactly("b");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Required());
    }

    @Test
    void settingsAreRead() {
        GenerationSettings settings =
                with("'max_tokens':1,'max_completion_tokens':2,'temperature':1.7,"
                                + "'top_p':1,'top_k':5,'stop':['a','b'],'seed':-3,"
                                + "'presence_penalty':-2,'frequency_penalty':0.5,'n':2,"
                                + "'reasoning_effort':'xhigh','user':'u',"
                                + "'safety_identifier':'s','response_format':"
                                + "{'type':'json_object'}")
                        .settings();
        assertThat(settings)
                .isEqualTo(
                        new GenerationSettings(
                                2L,
                                1.7,
                                1.0,
                                5L,
                                List.of("a", "b"),
                                -3L,
                                -2.0,
                                0.5,
                                2,
                                "xhigh",
                                null,
                                new ResponseFormat.JsonObject(),
                                "s"));
    }

    @Test
    void nullSettingsAreUnset() {
        ChatRequest request =
                with(
                        "'max_tokens':null,'temperature':null,'top_p':null,'stop':null,'seed':null,"
                                + "'presence_penalty':null,'frequency_penalty':null,'n':null,"
                                + "'reasoning_effort':null,'user':null,'response_format':null,"
                                + "'tools':null,'functions':null,'tool_choice':null,"
                                + "'parallel_tool_calls':null,'stream':null,'logit_bias':null");
        assertThat(request.settings()).isEqualTo(GenerationSettings.unset());
        assertThat(request.extras()).isEmpty();
    }

    @Test
    void singleStopIsAListOfOne() {
        assertThat(with("'stop':'end'").settings().stop()).containsExactly("end");
    }

    @Test
    void responseSchemaIsRead() {
        assertThat(
                        with("'response_format':{'json_schema':{'name':'n','description':'d',"
                                        + "'schema':{'type' :'object'},'strict':true},"
                                        + "'type':'json_schema'}")
                                .settings()
                                .responseFormat())
                .isEqualTo(
                        new ResponseFormat.JsonSchema(
                                "n", "d", new JsonText("{\"type\" :\"object\"}"), true));
        assertThat(with("'response_format':{'type':'text'}").settings().responseFormat())
                .isEqualTo(new ResponseFormat.Text());
    }

    @Test
    void unknownMembersAreCarriedAsTheyAre() {
        ChatRequest request =
                with("'logit_bias':{'50': -1},'stream_options':{'x':1},'future':[ 1,'ü' ],'z':0");
        assertThat(request.extras())
                .containsExactly(
                        java.util.Map.entry("logit_bias", new JsonText("{\"50\": -1}")),
                        java.util.Map.entry("future", new JsonText("[ 1,\"ü\" ]")),
                        java.util.Map.entry("z", new JsonText("0")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'role':'robot','content':'x'} | messages[0].role",
                "{'content':'x'} | messages[0].role",
                "{'role':'user'} | messages[0].content",
                "{'role':'user','content':null} | messages[0].content",
                "{'role':'user','content':7} | messages[0].content",
                "{'role':'user','content':[{'text':'x'}]} | messages[0].content[0].type",
                "{'role':'user','content':[{'type':'video'}]} | messages[0].content[0].type",
                "{'role':'user','content':[{'type':'text'}]} | messages[0].content[0].text",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'ftp://x'}}]}"
                        + " | messages[0].content[0].image_url.url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:x'}}]}"
                        + " | messages[0].content[0].image_url.url",
                "{'role':'user','content':[{'type':'file','file':{'file_id':'f1'}}]}"
                        + " | messages[0].content[0].file.file_id",
                "{'role':'user','content':[{'type':'refusal','refusal':'x'}]}"
                        + " | messages[0].content",
                "{'role':'system','content':[{'type':'image_url','image_url':{'url':'http://x'}}]}"
                        + " | messages[0].content",
                "{'role':'assistant','content':[{'type':'image_url',"
                        + "'image_url':{'url':'http://x'}}]} | messages[0].content",
                "{'role':'assistant','audio':{'id':'a'}} | messages[0].audio",
                "{'role':'tool','content':'x'} | messages[0].tool_call_id",
                "{'role':'function','name':'f','content':'x'} | messages[0].name",
                "{'role':'assistant','tool_calls':[{'type':'function','function':{'name':'f'}}]}"
                        + " | messages[0].tool_calls[0].id",
                "{'role':'assistant','tool_calls':[{'id':'x','type':'custom'}]}"
                        + " | messages[0].tool_calls[0].type",
                "{'role':'assistant','tool_calls':[{'id':'x','function':{'name':''}}]}"
                        + " | messages[0].tool_calls[0].function.name",
                "7 | messages[0]",
            })
    void mistakeInAMessageNamesItsPlace(String message, String param) {
        Failure.Caller failure = refusal("{'model':'m','messages':[" + message + "]}");
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.message()).startsWith(param + " ");
        assertThat(failure.kind()).isEqualTo(Failure.CallerKind.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "'temperature':2.1 | temperature",
                "'temperature':1e309 | temperature",
                "'temperature':'1' | temperature",
                "'top_p':-0.1 | top_p",
                "'n':0 | n",
                "'n':129 | n",
                "'max_tokens':-1 | max_tokens",
                "'max_completion_tokens':0.5 | max_completion_tokens",
                "'stop':[1] | stop[0]",
                "'stop':{} | stop",
                "'reasoning_effort':'lots' | reasoning_effort",
                "'response_format':'json' | response_format",
                "'response_format':{'type':'xml'} | response_format.type",
                "'response_format':{'type':'json_schema'} | response_format.json_schema",
                "'response_format':{'type':'json_schema','json_schema':{}}"
                        + " | response_format.json_schema.name",
                "'tools':{} | tools",
                "'tools':[{'type':'function'}] | tools[0].function",
                "'tools':[{'type':'custom','custom':{'name':'x'}}] | tools[0].type",
                "'tools':[{'type':'function','function':{}}] | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':'f','parameters':'x'}}]"
                        + " | tools[0].function.parameters",
                "'tool_choice':'maybe' | tool_choice",
                "'tool_choice':7 | tool_choice",
                "'tool_choice':{'type':'custom','custom':{'name':'x'}} | tool_choice.type",
                "'tool_choice':{'type':'function'} | tool_choice.function",
                "'stream':'yes' | stream",
                "'parallel_tool_calls':1 | parallel_tool_calls",
            })
    void mistakeInASettingNamesTheMember(String members, String param) {
        Failure.Caller failure =
                refusal("{'model':'m','messages':[{'role':'user','content':'x'}]," + members + "}");
        assertThat(failure.param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'messages':[{'role':'user','content':'x'}]} | model",
                "{'model':' ','messages':[{'role':'user','content':'x'}]} | model",
                "{'model':'m'} | messages",
                "{'model':'m','messages':[]} | messages",
                "{'model':'m','messages':'x'} | messages",
            })
    void modelAndMessagesAreRequired(String json, String param) {
        assertThat(refusal(json).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m','messages':[{'role':'user','role':'user','content':'x'}]}",
                "{'model':'m','messages':[{'role':'user','content':'x'}],"
                        + "'tools':[{'function':{'name':'f','parameters':{'a':1,'a':2}}}]}",
                "{'model':'m','messages':[{'role':'user','content':'x'}],'x':{'a':1,'a':2}}",
            })
    void duplicateMembersAreRefusedEverywhere(String json) {
        assertThat(refusal(json).message()).startsWith("the body is not valid JSON");
    }

    @Test
    void everyPrefixOfARequestIsRefused() {
        byte[] body =
                ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"é\\n\"}]}],\"tools\":[{\"function\":{\"name\":\"f\","
                                + "\"parameters\":{\"a\":[1,2.5e3,null]}}}],\"n\":1}")
                        .getBytes(UTF_8);
        CODEC.decode(body);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(body, length);
            assertThat(catchThrowableOfType(FailureException.class, () -> CODEC.decode(cut)))
                    .as("cut at %d", length)
                    .isNotNull();
        }
    }

    @Test
    void spoiltRequestsNeverEndInAnotherException() {
        byte[] body =
                ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\","
                                + "\"file\":{\"file_data\":\"data:a/b;base64,QQ==\"}}]},"
                                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}],"
                                + "\"stop\":[\"a\"],\"n\":1,\"temperature\":0.5}")
                        .getBytes(UTF_8);
        long seed = new java.util.Random().nextLong();
        java.util.Random random = new java.util.Random(seed);
        for (int round = 0; round < 3_000; round++) {
            byte[] spoilt = body.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                spoilt[random.nextInt(spoilt.length)] =
                        (byte) "\"{}[],:0-e\\ n\0\u007f".charAt(random.nextInt(15));
            }
            try {
                CODEC.decode(spoilt);
            } catch (FailureException e) {
                assertThat(e.failure()).isInstanceOf(Failure.Caller.class);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(spoilt, UTF_8), e);
            }
        }
    }
}
