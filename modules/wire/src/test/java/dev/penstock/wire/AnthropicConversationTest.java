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
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.ContentPart.Text;
import dev.penstock.inference.ContentPart.ToolCall;
import dev.penstock.inference.ContentPart.ToolResult;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of conversations on their way to a provider of the Messages format.
class AnthropicConversationTest {

    private static final String ASK = "{'role':'user','content':[{'type':'text','text':'a'}]}";

    private static Object sent(Message... messages) {
        return sentTo("claude-opus-4-5", messages);
    }

    private static Object sentTo(String model, Message... messages) {
        ChatRequest request =
                new ChatRequest(
                        model,
                        List.of(messages),
                        List.of(),
                        null,
                        null,
                        GenerationSettings.unset(),
                        false,
                        Map.of(),
                        WireFormat.OPENAI_CHAT);
        return tree(PROVIDER.encode(request, Dialect.anthropic()).body());
    }

    private static Object messages(Message... messages) {
        return at(sent(messages), "messages");
    }

    private static Message user(String text) {
        return Message.text(Role.USER, text);
    }

    private static Message says(ContentPart... parts) {
        return new Message(Role.ASSISTANT, List.of(parts));
    }

    private static ToolCall call(String id) {
        return new ToolCall(id, "f", "{}");
    }

    private static Message result(String id, String text) {
        return new Message(Role.TOOL, List.of(new ToolResult(id, List.of(new Text(text)), false)));
    }

    private static String use(String id) {
        return "{'type':'tool_use','id':'" + id + "','name':'f','input':{}}";
    }

    private static String answer(String id, String text) {
        return "{'type':'tool_result','tool_use_id':'" + id + "','content':'" + text + "'}";
    }

    private static String missing(String id) {
        return "{'type':'tool_result','tool_use_id':'"
                + id
                + "','content':'The tool gave no result.','is_error':true}";
    }

    @Test
    void leadingSystemMessagesBecomeSystemBlocks() {
        Object body =
                sent(
                        Message.text(Role.SYSTEM, "one"),
                        Message.text(Role.SYSTEM, " "),
                        Message.text(Role.SYSTEM, "two"),
                        user("a"));
        assertThat(at(body, "system"))
                .isEqualTo(tree("[{'type':'text','text':'one'},{'type':'text','text':'two'}]"));
        assertThat(at(body, "messages")).isEqualTo(tree("[" + ASK + "]"));
    }

    @Test
    void q13LaterSystemMessagesKeepOrderAndContent() {
        Object body =
                sent(
                        Message.text(Role.SYSTEM, "first"),
                        user("a"),
                        says(new Text("b")),
                        Message.text(Role.SYSTEM, "later"),
                        user("c"));
        assertThat(JsonTree.elements(at(body, "system"))).hasSize(1);
        assertThat(at(body, "messages"))
                .isEqualTo(
                        tree(
                                "["
                                        + ASK
                                        + ",{'role':'assistant','content':"
                                        + "[{'type':'text','text':'b'}]},"
                                        + "{'role':'user','content':["
                                        + "{'type':'text','text':'later'},"
                                        + "{'type':'text','text':'c'}]}]"));
    }

    @Test
    void q1ResultsInARowAreOneMessageBeforeTheText() {
        assertThat(
                        messages(
                                user("a"),
                                says(call("x"), call("y"), call("z")),
                                result("x", "1"),
                                result("y", "2"),
                                result("z", "3"),
                                user("go")))
                .isEqualTo(
                        tree(
                                "["
                                        + ASK
                                        + ",{'role':'assistant','content':["
                                        + use("x")
                                        + ","
                                        + use("y")
                                        + ","
                                        + use("z")
                                        + "]},{'role':'user','content':["
                                        + answer("x", "1")
                                        + ","
                                        + answer("y", "2")
                                        + ","
                                        + answer("z", "3")
                                        + ",{'type':'text','text':'go'}]}]"));
    }

    @Test
    void q2ResultsStandInTheOrderOfTheCalls() {
        Object last =
                at(
                        messages(
                                user("a"),
                                says(call("x"), call("y")),
                                Message.text(Role.SYSTEM, "note"),
                                result("y", "2"),
                                result("x", "1")),
                        "2",
                        "content");
        assertThat(last)
                .isEqualTo(
                        tree(
                                "["
                                        + answer("x", "1")
                                        + ","
                                        + answer("y", "2")
                                        + ",{'type':'text','text':'note'}]"));
    }

    @Test
    void missingResultsAreMade() {
        Object all = messages(user("a"), says(call("x"), call("y")), result("y", "2"));
        assertThat(at(all, "2", "content"))
                .isEqualTo(tree("[" + missing("x") + "," + answer("y", "2") + "]"));
        Object open = messages(user("a"), says(call("x")));
        assertThat(at(open, "2"))
                .isEqualTo(tree("{'role':'user','content':[" + missing("x") + "]}"));
        Object between = messages(user("a"), says(call("x")), user("b"));
        assertThat(at(between, "2", "content"))
                .isEqualTo(tree("[" + missing("x") + ",{'type':'text','text':'b'}]"));
    }

    @Test
    void orphanResultsBecomeText() {
        assertThat(messages(result("gone", "its words"), user("a")))
                .isEqualTo(
                        tree(
                                "[{'role':'user','content':["
                                        + "{'type':'text','text':'[Result of tool call gone]'},"
                                        + "{'type':'text','text':'its words'},"
                                        + "{'type':'text','text':'a'}]}]"));
    }

    @Test
    void idsUsedAgainInALaterTurnStayApart() {
        Object all =
                messages(
                        user("a"),
                        says(call("call_0")),
                        result("call_0", "1"),
                        says(call("call_0")),
                        result("call_0", "2"));
        assertThat(at(all, "1", "content", "0", "id")).isEqualTo("call_0");
        assertThat(at(all, "2", "content")).isEqualTo(tree("[" + answer("call_0", "1") + "]"));
        assertThat(at(all, "3", "content", "0", "id")).isEqualTo("call_0_2");
        assertThat(at(all, "4", "content")).isEqualTo(tree("[" + answer("call_0_2", "2") + "]"));
    }

    @Test
    void illegalIdsAreMadeLegalAlike() {
        Object all =
                messages(
                        user("a"),
                        says(call("functions.f:0"), call("functions.f/0")),
                        result("functions.f:0", "1"),
                        result("functions.f/0", "2"));
        Object first = at(all, "1", "content", "0", "id");
        Object second = at(all, "1", "content", "1", "id");
        assertThat((String) first).matches("[a-zA-Z0-9_-]+").isNotEqualTo(second);
        assertThat(at(all, "2", "content", "0", "tool_use_id")).isEqualTo(first);
        assertThat(at(all, "2", "content", "0", "content")).isEqualTo("1");
        assertThat(at(all, "2", "content", "1", "tool_use_id")).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void s11q17BlankTextIsLeftOut(String blank) {
        assertThat(
                        messages(
                                user("a"),
                                says(new Text(blank), call("x")),
                                result("x", "1"),
                                says(new Text(blank)),
                                user("b")))
                .isEqualTo(
                        tree(
                                "["
                                        + ASK
                                        + ",{'role':'assistant','content':["
                                        + use("x")
                                        + "]},{'role':'user','content':["
                                        + answer("x", "1")
                                        + ",{'type':'text','text':'b'}]}]"));
    }

    @Test
    void neighboursOfOneRoleAreMerged() {
        assertThat(
                        messages(
                                user("a"),
                                user("b"),
                                says(new Text("c")),
                                says(new Text("d")),
                                user("e")))
                .isEqualTo(
                        tree(
                                "[{'role':'user','content':[{'type':'text','text':'a'},"
                                        + "{'type':'text','text':'b'}]},"
                                        + "{'role':'assistant','content':["
                                        + "{'type':'text','text':'c'},"
                                        + "{'type':'text','text':'d'}]},{'role':'user','content':["
                                        + "{'type':'text','text':'e'}]}]"));
    }

    @Test
    void firstMessageIsTheUsers() {
        assertThat(at(messages(says(new Text("hello")), user("a")), "0"))
                .isEqualTo(tree("{'role':'user','content':[{'type':'text','text':'.'}]}"));
        Object systemOnly = sent(Message.text(Role.SYSTEM, "go"));
        assertThat(at(systemOnly, "system", "0", "text")).isEqualTo("go");
        assertThat(JsonTree.elements(at(systemOnly, "messages"))).hasSize(1);
    }

    @Test
    void lastAssistantTextLosesItsTrailingSpace() {
        assertThat(at(messages(user("a"), says(new Text("{ \n"))), "1"))
                .isEqualTo(tree("{'role':'assistant','content':[{'type':'text','text':'{'}]}"));
    }

    @Test
    void newModelsAreAskedToContinue() {
        Object all = at(sentTo("claude-opus-4-6", user("a"), says(new Text("{"))), "messages");
        assertThat(JsonTree.elements(all)).hasSize(3);
        assertThat(at(all, "2", "role")).isEqualTo("user");
    }

    @Test
    void s7UnsignedAndForeignThinkingIsLeftOut() {
        Object all =
                messages(
                        user("a"),
                        says(
                                new ContentPart.Reasoning("mine", "sig"),
                                new ContentPart.Reasoning("unsigned", null),
                                new ContentPart.Reasoning("marked", AnthropicSignature.shown(null)),
                                new ContentPart.RedactedReasoning("d"),
                                new ContentPart.Refusal("no")),
                        user("b"));
        assertThat(at(all, "1", "content"))
                .isEqualTo(
                        tree(
                                "[{'type':'thinking','thinking':'mine','signature':'sig'},"
                                        + "{'type':'redacted_thinking','data':'d'},"
                                        + "{'type':'text','text':'no'}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | {}",
                "{'x':[1]} | {'x':[1]}",
                "{'x': | {'raw_arguments':'{~x~:'}",
                "[1] | {'raw_arguments':'[1]'}",
            },
            quoteCharacter = '#')
    void argumentsBecomeAnObject(String arguments, String input) {
        String text = arguments.equals("''") ? "" : quoted(arguments);
        Object all = messages(user("a"), says(new ToolCall("x", "f", text)), result("x", "1"));
        assertThat(at(all, "1", "content", "0", "input"))
                .isEqualTo(tree(bytes(quoted(input).replace("~", "\\\""))));
    }

    @Test
    void q21ResultsOfEveryKindAreWritten() {
        Message results =
                new Message(
                        Role.TOOL,
                        List.of(
                                new ToolResult("a", List.of(), false),
                                new ToolResult("b", List.of(new Text("")), true),
                                new ToolResult("c", List.of(new Text("1"), new Text("2")), false),
                                new ToolResult(
                                        "d",
                                        List.of(
                                                new Text("see"),
                                                new ContentPart.Image(
                                                        new MediaSource.Remote("https://x"), null)),
                                        true)));
        Object all = messages(user("q"), says(call("a"), call("b"), call("c"), call("d")), results);
        assertThat(at(all, "2", "content"))
                .isEqualTo(
                        tree(
                                "[{'type':'tool_result','tool_use_id':'a'},"
                                        + "{'type':'tool_result','tool_use_id':'b',"
                                        + "'content':'The tool failed.','is_error':true},"
                                        + "{'type':'tool_result','tool_use_id':'c','content':["
                                        + "{'type':'text','text':'1'},{'type':'text','text':'2'}]},"
                                        + "{'type':'tool_result','tool_use_id':'d','content':["
                                        + "{'type':'text','text':'see'},{'type':'image','source':"
                                        + "{'type':'url','url':'https://x'}}],"
                                        + "'is_error':true}]"));
    }

    private static Object media(ContentPart part) {
        Object all = messages(new Message(Role.USER, List.of(part)));
        return at(all, "0", "content", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, iVBORw0KGgoAAA, image/png",
        "image/png, /9j/4AAQ, image/jpeg",
        "application/octet-stream, R0lGODlh, image/gif",
        "image/jpeg, UklGRgAA, image/webp",
        "image/jpg, AAAA, image/jpeg",
        "IMAGE/PNG; x=y, AAAA, image/png"
    })
    void imageTypeIsWhatItsBytesSay(String stated, String data, String sent) {
        assertThat(media(new ContentPart.Image(new MediaSource.Inline(stated, data), "high")))
                .isEqualTo(
                        tree(
                                "{'type':'image','source':{'type':'base64','media_type':'"
                                        + sent
                                        + "','data':'"
                                        + data
                                        + "'}}"));
    }

    @Test
    void documentsAreSent() {
        assertThat(
                        media(
                                new ContentPart.Document(
                                        new MediaSource.Inline("application/pdf", "JVBE"),
                                        "a.pdf")))
                .isEqualTo(
                        tree(
                                "{'type':'document','title':'a.pdf','source':{'type':'base64',"
                                        + "'media_type':'application/pdf','data':'JVBE'}}"));
        assertThat(
                        media(
                                new ContentPart.Document(
                                        new MediaSource.Inline("text/markdown", "R3LDvMOfZQ=="),
                                        null)))
                .isEqualTo(
                        tree(
                                "{'type':'document','source':{'type':'text',"
                                        + "'media_type':'text/plain','data':'Grüße'}}"));
        assertThat(media(new ContentPart.Document(new MediaSource.Remote("https://x/y.pdf"), null)))
                .isEqualTo(
                        tree(
                                "{'type':'document','source':"
                                        + "{'type':'url','url':'https://x/y.pdf'}}"));
    }

    @Test
    void whatTheProviderDoesNotTakeIsRefused() {
        assertThat(refusal(() -> media(new ContentPart.Audio("AAAA", "wav"))).param())
                .isEqualTo("messages[0].content");
        assertThat(
                        refusal(() ->
                                        media(
                                                new ContentPart.Image(
                                                        new MediaSource.Inline(
                                                                "image/tiff", "AAAA"),
                                                        null)))
                                .message())
                .contains("image/tiff");
        assertThat(
                        refusal(() ->
                                        media(
                                                new ContentPart.Document(
                                                        new MediaSource.Inline(
                                                                "application/zip", "AAAA"),
                                                        null)))
                                .message())
                .contains("application/zip");
        assertThat(
                        refusal(() ->
                                        media(
                                                new ContentPart.Document(
                                                        new MediaSource.Inline("text/plain", "A"),
                                                        null)))
                                .message())
                .contains("base64");
    }
}
