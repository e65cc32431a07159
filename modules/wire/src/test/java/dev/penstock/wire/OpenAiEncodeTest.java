// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
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
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiEncodeTest {

    private static final ProviderCodec CODEC = ProviderCodec.of(WireFormat.OPENAI_CHAT);
    private static final ToolDefinition TOOL =
            new ToolDefinition("f", null, new JsonText("{\"type\":\"object\"}"), null);

    private List<Message> messages = List.of(Message.text(Role.USER, "x"));
    private List<ToolDefinition> tools = List.of();
    private ToolChoice choice;
    private Boolean parallel;
    private GenerationSettings settings = GenerationSettings.unset();
    private boolean stream;
    private Map<String, JsonText> extras = Map.of();
    private WireFormat origin = WireFormat.ANTHROPIC_MESSAGES;
    private Dialect dialect = Dialect.openAi();

    private EncodedRequest encoded() {
        return CODEC.encode(
                new ChatRequest(
                        "m", messages, tools, choice, parallel, settings, stream, extras, origin),
                dialect);
    }

    private String encode() {
        byte[] body = encoded().body();
        // Whatever comes out is a request that a server of the format can read.
        CallerCodec.of(WireFormat.OPENAI_CHAT).decode(body);
        return new String(body, UTF_8).replace('"', '\'');
    }

    private String encodeMessages(Message... said) {
        messages = List.of(said);
        String body = encode();
        return body.substring("{'model':'m','messages':[".length(), body.length() - 2);
    }

    private static Message user(ContentPart... parts) {
        return new Message(Role.USER, List.of(parts));
    }

    private static Message assistant(ContentPart... parts) {
        return new Message(Role.ASSISTANT, List.of(parts));
    }

    private static ContentPart text(String text) {
        return new ContentPart.Text(text);
    }

    private static ContentPart result(String id, ContentPart... parts) {
        return new ContentPart.ToolResult(id, List.of(parts), false);
    }

    private static ContentPart call(String id) {
        return new ContentPart.ToolCall(id, "f", "{}");
    }

    @Test
    void plainRequestIsShort() {
        assertThat(encode()).isEqualTo("{'model':'m','messages':[{'role':'user','content':'x'}]}");
    }

    @Test
    @DisplayName("U6: usage is always asked for in a stream")
    void streamAsksForUsage() {
        stream = true;
        assertThat(encode()).endsWith(",'stream':true,'stream_options':{'include_usage':true}}");
    }

    @Test
    void systemTextsAreJoinedByABlankLine() {
        assertThat(
                        encodeMessages(
                                new Message(Role.SYSTEM, List.of(text("a"), text("b"))),
                                Message.text(Role.USER, "c"),
                                Message.text(Role.SYSTEM, "d")))
                .isEqualTo(
                        "{'role':'system','content':'a\\n\\nb'},{'role':'user','content':'c'},"
                                + "{'role':'system','content':'d'}");
    }

    @Test
    @DisplayName("Q2, Q4: results come first and in the order of the calls, then the user's words")
    void resultsFollowTheirCallsInOrder() {
        String expected =
                "{'role':'user','content':'q'},{'role':'assistant','content':null,'tool_calls':["
                        + "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                        + "{'id':'b','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'a','content':'1'},"
                        + "{'role':'tool','tool_call_id':'b','content':'2'},"
                        + "{'role':'user','content':'go on'}";
        Message question = Message.text(Role.USER, "q");
        Message calls = assistant(call("a"), call("b"));
        assertThat(
                        encodeMessages(
                                question,
                                calls,
                                user(
                                        result("b", text("2")),
                                        text("go on"),
                                        result("a", text("1")))))
                .isEqualTo(expected);
        assertThat(
                        encodeMessages(
                                question,
                                calls,
                                new Message(Role.TOOL, List.of(result("b", text("2")))),
                                new Message(Role.TOOL, List.of(result("a", text("1")))),
                                user(text("go on"))))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("Q5: an image in a result follows all results in a user message")
    void imagesOfResultsFollowAllResults() {
        ContentPart image =
                new ContentPart.Image(new MediaSource.Inline("image/png", "QUJD"), null);
        String shown =
                "{'type':'text','text':'Content of the tool result a:'},{'type':'image_url',"
                        + "'image_url':{'url':'data:image/png;base64,QUJD'}}";
        String results =
                "{'role':'tool','tool_call_id':'a','content':'see'},"
                        + "{'role':'tool','tool_call_id':'b','content':'2'},";
        assertThat(
                        encodeMessages(
                                assistant(call("a"), call("b")),
                                user(result("a", text("see"), image), result("b", text("2")))))
                .endsWith(results + "{'role':'user','content':[" + shown + "]}");
        assertThat(
                        encodeMessages(
                                assistant(call("a"), call("b")),
                                user(
                                        result("a", text("see"), image),
                                        result("b", text("2")),
                                        text("go on"))))
                .endsWith(
                        results
                                + "{'role':'user','content':["
                                + shown
                                + ",{'type':'text','text':'go on'}]}");
    }

    @Test
    void failedAndEmptyResultsAreWords() {
        assertThat(
                        encodeMessages(
                                assistant(call("a"), call("b")),
                                user(
                                        new ContentPart.ToolResult("a", List.of(text("bad")), true),
                                        result("b"))))
                .endsWith(
                        "{'role':'tool','tool_call_id':'a','content':'Error: bad'},"
                                + "{'role':'tool','tool_call_id':'b','content':''}");
    }

    @Test
    void mediaOfUsersAreParts() {
        assertThat(
                        encodeMessages(
                                user(
                                        text(""),
                                        text("look"),
                                        new ContentPart.Image(
                                                new MediaSource.Remote("https://h/i"), "low"),
                                        new ContentPart.Audio("QQ==", "wav"),
                                        new ContentPart.Document(
                                                new MediaSource.Inline("application/pdf", "QQ=="),
                                                null),
                                        new ContentPart.Document(
                                                new MediaSource.Inline("text/plain", "w6k="),
                                                "t.txt"))))
                .isEqualTo(
                        "{'role':'user','content':[{'type':'text','text':'look'},"
                                + "{'type':'image_url','image_url':{'url':'https://h/i',"
                                + "'detail':'low'}},{'type':'input_audio','input_audio':"
                                + "{'data':'QQ==','format':'wav'}},{'type':'file','file':"
                                + "{'filename':'document.pdf','file_data':"
                                + "'data:application/pdf;base64,QQ=='}},"
                                + "{'type':'text','text':'t.txt\\n\\né'}]}");
    }

    @Test
    void documentByUrlIsRefused() {
        messages =
                List.of(
                        user(
                                new ContentPart.Document(
                                        new MediaSource.Remote("https://h/d.pdf"), null)));
        FailureException thrown = catchThrowableOfType(FailureException.class, this::encoded);
        assertThat(thrown.failure().status()).isEqualTo(400);
    }

    @Test
    @DisplayName("S7, S10: thinking goes only where it is taken, without foreign proofs")
    void thinkingDependsOnTheDialect() {
        Message turn =
                assistant(
                        new ContentPart.Reasoning("hm", "proof"),
                        new ContentPart.RedactedReasoning("hidden"),
                        text("a"));
        assertThat(encodeMessages(turn)).isEqualTo("{'role':'assistant','content':'a'}");
        assertThat(encoded().dropped()).containsExactly("messages.thinking");
        dialect = Dialect.openAiCompatible();
        assertThat(encodeMessages(turn))
                .isEqualTo("{'role':'assistant','content':'a','reasoning_content':'hm'}");
    }

    @Test
    void toolsAndChoiceAreWritten() {
        tools = List.of(TOOL, new ToolDefinition("g", "d", null, true));
        choice = new ToolChoice.Named("g");
        parallel = false;
        assertThat(encode())
                .endsWith(
                        ",'tools':[{'type':'function','function':{'name':'f','parameters':"
                                + "{'type':'object'}}},{'type':'function','function':{'name':'g',"
                                + "'description':'d','parameters':{'type':'object','properties':{}},"
                                + "'strict':true}}],'tool_choice':{'type':'function','function':"
                                + "{'name':'g'}},'parallel_tool_calls':false}");
    }

    @ParameterizedTest
    @CsvSource({"auto", "none", "required"})
    void choiceIsAWord(String word) {
        tools = List.of(TOOL);
        choice =
                switch (word) {
                    case "auto" -> new ToolChoice.Auto();
                    case "none" -> new ToolChoice.None();
                    default -> new ToolChoice.Required();
                };
        assertThat(encode()).endsWith("'tool_choice':'" + word + "'}");
    }

    @Test
    void choiceWithoutToolsIsLeftOut() {
        choice = new ToolChoice.Auto();
        parallel = true;
        assertThat(encode()).doesNotContain("tool");
    }

    @Test
    @DisplayName("Q18: illegal tool names are replaced alike everywhere and told")
    void illegalToolNamesAreReplaced() {
        tools = List.of(new ToolDefinition("srv/do.it", null, null, null));
        choice = new ToolChoice.Named("srv/do.it");
        messages =
                List.of(
                        Message.text(Role.USER, "x"),
                        assistant(new ContentPart.ToolCall("a", "srv/do.it", "")),
                        user(result("a", text("1"))));
        assertThat(encode()).doesNotContain("srv/").contains("'arguments':'{}'");
        assertThat(encode().split("'name':'srv_do_it'", -1)).hasSize(4);
        assertThat(encoded().toolNames()).isEqualTo(Map.of("srv_do_it", "srv/do.it"));
        byte[] answer =
                ("{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":"
                                + "{\"name\":\"srv_do_it\",\"arguments\":\"\"}}]}}]}")
                        .getBytes(UTF_8);
        AnswerReader reader = CODEC.reader(false, encoded());
        reader.feed(answer, 0, answer.length);
        assertThat(reader.end().toString()).contains("srv/do.it").doesNotContain("srv_do_it");
    }

    private static GenerationSettings settings(String effort, Long budget, String endUser) {
        return new GenerationSettings(
                100L,
                1.5,
                0.9,
                7L,
                List.of("1", "2", "3", "4", "5"),
                3L,
                0.5,
                -0.5,
                1,
                effort,
                budget,
                new ResponseFormat.JsonSchema("n", null, new JsonText("{}"), true),
                endUser);
    }

    @Test
    @DisplayName("Q23: the bound has the name that the provider takes")
    void settingsAreWrittenInTheDialect() {
        settings = settings("low", null, "u");
        assertThat(encode())
                .endsWith(
                        ",'max_completion_tokens':100,'stop':['1','2','3','4'],'temperature':1.5,"
                                + "'top_p':0.9,'seed':3,'presence_penalty':0.5,"
                                + "'frequency_penalty':-0.5,'reasoning_effort':'low',"
                                + "'response_format':{'type':'json_schema','json_schema':"
                                + "{'name':'n','schema':{},'strict':true}},"
                                + "'safety_identifier':'u'}");
        assertThat(encoded().dropped()).containsExactly("stop_sequences", "top_k");
        dialect = Dialect.openAiCompatible();
        assertThat(encode()).contains("'max_tokens':100", "'user':'u'");
    }

    @Test
    void samplingIsDroppedWhereItIsForbidden() {
        dialect = new Dialect("max_completion_tokens", 1, false, false, "user");
        settings = settings(null, null, null);
        assertThat(encode()).doesNotContain("temperature", "top_p");
        assertThat(encoded().dropped()).contains("temperature", "top_p", "top_k");
    }

    @ParameterizedTest
    @CsvSource({"0,none", "1024,low", "2048,low", "2049,medium", "12288,medium", "32000,high"})
    void thinkingBudgetBecomesAnEffort(long budget, String effort) {
        settings = settings(null, budget, null);
        assertThat(encode()).contains("'reasoning_effort':'" + effort + "'");
    }

    @Test
    void longEndUserBecomesAShortOneThatStaysTheSame() {
        settings = settings(null, null, "{" + "x".repeat(200) + "}");
        String first = encode();
        assertThat(first).containsPattern("'safety_identifier':'[0-9a-f]{64}'").isEqualTo(encode());
    }

    @Test
    void foreignExtrasAreReportedAndOwnOnesSent() {
        extras = Map.of("container", new JsonText("\"c\""));
        assertThat(encode()).doesNotContain("container");
        assertThat(encoded().dropped()).containsExactly("container");
        origin = WireFormat.OPENAI_CHAT;
        assertThat(encode()).endsWith(",'container':'c'}");
        assertThat(encoded().dropped()).isEmpty();
    }

    @Test
    void severalChoicesAreRefused() {
        settings =
                new GenerationSettings(
                        null, null, null, null, List.of(), null, null, null, 2, null, null, null,
                        null);
        FailureException thrown = catchThrowableOfType(FailureException.class, this::encoded);
        assertThat(thrown.failure().message()).startsWith("n must be 1");
    }
}
