// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.PROVIDER;
import static dev.penstock.wire.AnthropicSamples.at;
import static dev.penstock.wire.AnthropicSamples.bytes;
import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.read;
import static dev.penstock.wire.AnthropicSamples.request;
import static dev.penstock.wire.AnthropicSamples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.WireFormat;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests and whole answers of one format as the other side of the other format gets them.
class AnthropicCrossRequestTest {

    private static final ProviderCodec OPENAI = ProviderCodec.of(WireFormat.OPENAI_CHAT);
    private static final CallerCodec OPENAI_CALLER = CallerCodec.of(WireFormat.OPENAI_CHAT);
    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

    private static EncodedRequest toOpenAi(String members) {
        return OPENAI.encode(request(members), Dialect.openAi());
    }

    private static Object openAi(String members) {
        return tree(toOpenAi(members).body());
    }

    private static Object anthropic(String members) {
        ChatRequest request =
                OPENAI_CALLER.decode(bytes(quoted("{'model':'claude-opus-4-5'," + members + "}")));
        return tree(PROVIDER.encode(request, Dialect.anthropic()).body());
    }

    /// Every object in a request to Anthropic holds known members only, no block is empty, roles
    /// take turns.
    private static void checkRules(Object body) {
        List<Object> messages = JsonTree.elements(at(body, "messages"));
        for (int i = 0; i < messages.size(); i++) {
            assertThat(JsonTree.object(messages.get(i))).containsOnlyKeys("role", "content");
            assertThat(at(messages.get(i), "role")).isEqualTo(i % 2 == 0 ? "user" : "assistant");
            assertThat(JsonTree.elements(at(messages.get(i), "content")))
                    .isNotEmpty()
                    .allSatisfy(b ->
                            assertThat(
                                            !"text".equals(at(b, "type"))
                                                    || !((String) at(b, "text")).isBlank())
                                    .isTrue());
        }
    }

    @Test
    void conversationOfOpenAiObeysTheRulesOfAnthropic() {
        Object body =
                anthropic(
                        "'messages':[{'role':'developer','content':'Be kind.'},"
                                + "{'role':'user','name':'ann','content':["
                                + "{'type':'text','text':'look'},"
                                + "{'type':'image_url','image_url':{'detail':'low','url':"
                                + "'data:image/png;base64,iVBORw0KGgo='}},"
                                + "{'type':'image_url','image_url':{'url':'https://x/y.png'}},"
                                + "{'type':'file','file':{'filename':'a.pdf','file_data':"
                                + "'data:application/pdf;base64,JVBE'}}]},"
                                + "{'role':'assistant','content':'','refusal':null,"
                                + "'reasoning_content':'hm','tool_calls':["
                                + "{'id':'c1','type':'function','function':"
                                + "{'name':'f','arguments':'{\\'x\\':1}'}},"
                                + "{'id':'c2','type':'function','function':"
                                + "{'name':'f','arguments':''}}]},"
                                + "{'role':'tool','tool_call_id':'c2','content':'two'},"
                                + "{'role':'tool','tool_call_id':'c1','content':["
                                + "{'type':'text','text':'one'}]},"
                                + "{'role':'user','content':'and?'},"
                                + "{'role':'assistant','content':''},"
                                + "{'role':'user','content':'well?'}]");
        checkRules(body);
        assertThat(at(body, "system", "0", "text")).isEqualTo("Be kind.");
        assertThat(at(body, "messages", "0", "content"))
                .isEqualTo(
                        tree(
                                "[{'type':'text','text':'look'},{'type':'image','source':"
                                        + "{'type':'base64','media_type':'image/png',"
                                        + "'data':'iVBORw0KGgo='}},{'type':'image','source':"
                                        + "{'type':'url','url':'https://x/y.png'}},"
                                        + "{'type':'document','source':{'type':'base64',"
                                        + "'media_type':'application/pdf','data':'JVBE'},"
                                        + "'title':'a.pdf'}]"));
        assertThat(at(body, "messages", "1", "content"))
                .as("Q17, unsigned thinking left out")
                .isEqualTo(
                        tree(
                                "[{'type':'tool_use','id':'c1','name':'f','input':{'x':1}},"
                                        + "{'type':'tool_use','id':'c2','name':'f','input':{}}]"));
        assertThat(at(body, "messages", "2", "content"))
                .as("Q1, Q2")
                .isEqualTo(
                        tree(
                                "[{'type':'tool_result','tool_use_id':'c1','content':'one'},"
                                        + "{'type':'tool_result','tool_use_id':'c2',"
                                        + "'content':'two'},{'type':'text','text':'and?'},"
                                        + "{'type':'text','text':'well?'}]"));
    }

    @Test
    void q4ResultsPrecedeTheUsersTextForOpenAi() {
        Object body =
                openAi(
                        "'system':'Be kind.','messages':[{'role':'user','content':'a'},"
                                + "{'role':'assistant','content':["
                                + "{'type':'tool_use','id':'t1','name':'f','input':{'x':1}},"
                                + "{'type':'tool_use','id':'t2','name':'f','input':{}}]},"
                                + "{'role':'user','content':["
                                + "{'type':'tool_result','tool_use_id':'t2','content':'two',"
                                + "'is_error':true},"
                                + "{'type':'tool_result','tool_use_id':'t1','content':'one'},"
                                + "{'type':'text','text':'and?'}]}]");
        assertThat(at(body, "messages"))
                .isEqualTo(
                        tree(
                                "[{'role':'system','content':'Be kind.'},"
                                        + "{'role':'user','content':'a'},"
                                        + "{'role':'assistant','content':null,'tool_calls':["
                                        + "{'id':'t1','type':'function','function':"
                                        + "{'name':'f','arguments':'{\\'x\\':1}'}},"
                                        + "{'id':'t2','type':'function','function':"
                                        + "{'name':'f','arguments':'{}'}}]},"
                                        + "{'role':'tool','tool_call_id':'t1','content':'one'},"
                                        + "{'role':'tool','tool_call_id':'t2',"
                                        + "'content':'Error: two'},"
                                        + "{'role':'user','content':'and?'}]"));
    }

    @Test
    void q5ImageOfAResultFollowsInAUserMessage() {
        Object body =
                openAi(
                        "'messages':[{'role':'user','content':'a'},"
                                + "{'role':'assistant','content':["
                                + "{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
                                + "{'role':'user','content':["
                                + "{'type':'tool_result','tool_use_id':'t1','content':["
                                + "{'type':'text','text':'see'},{'type':'image','source':"
                                + "{'type':'base64','media_type':'image/png','data':'AAAA'}}]}]}]");
        assertThat(at(body, "messages", "2", "role")).isEqualTo("tool");
        assertThat(at(body, "messages", "2", "content")).isEqualTo("see");
        assertThat(at(body, "messages", "3", "role")).isEqualTo("user");
        assertThat(JsonTree.text(at(body, "messages", "3")).value())
                .contains("data:image/png;base64,AAAA")
                .contains("t1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'content':null", ",'content':[]"})
    void q21EmptyResultIsAnEmptyToolMessage(String content) {
        Object body =
                openAi(
                        "'messages':[{'role':'user','content':'a'},"
                                + "{'role':'assistant','content':["
                                + "{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
                                + "{'role':'user','content':["
                                + "{'type':'tool_result','tool_use_id':'t1'"
                                + content
                                + "}]}]");
        assertThat(at(body, "messages", "2", "content")).isEqualTo("");
    }

    @Test
    void q14q15NothingOfAnthropicsOwnReachesOpenAi() {
        EncodedRequest encoded =
                toOpenAi(
                        "'system':[{'type':'text','text':'s','cache_control':"
                                + "{'type':'ephemeral'}}],"
                                + HI
                                + ",'container':'c','mcp_servers':[]");
        assertThat(new String(encoded.body(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("cache_control", "container", "mcp_servers", "anthropic");
        assertThat(encoded.dropped()).contains("container", "mcp_servers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'type':'any'} | 'required'",
                "{'type':'auto'} | 'auto'",
                "{'type':'none'} | 'none'",
                "{'type':'tool','name':'f'} | {'type':'function','function':{'name':'f'}}",
                "'any' | 'required'",
            })
    void q16ToolChoiceHasTheShapeOfOpenAi(String choice, String sent) {
        Object body =
                openAi(
                        HI
                                + ",'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                                + "'tool_choice':"
                                + choice);
        assertThat(at(body, "tool_choice")).isEqualTo(tree(sent));
    }

    @Test
    void parallelCallsAndBoundsAreCarried() {
        Object body =
                openAi(
                        HI
                                + ",'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                                + "'tool_choice':{'type':'auto',"
                                + "'disable_parallel_tool_use':true},"
                                + "'stop_sequences':['x'],'thinking':{'type':'enabled',"
                                + "'budget_tokens':4000},'metadata':{'user_id':'u'}");
        assertThat(at(body, "parallel_tool_calls")).isEqualTo(tree("false"));
        assertThat(at(body, "max_completion_tokens")).isEqualTo(tree("9"));
        assertThat(at(body, "stop")).isEqualTo(tree("['x']"));
        assertThat(at(body, "reasoning_effort")).isEqualTo("medium");
        assertThat(at(body, "safety_identifier")).isEqualTo("u");
    }

    @Test
    void s7MarkedThinkingDoesNotBecomeWords() {
        Object body =
                openAi(
                        "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':["
                                + "{'type':'thinking','thinking':'secret','signature':'"
                                + AnthropicSignature.shown(null)
                                + "'},{'type':'text','text':'so'}]},"
                                + "{'role':'user','content':'b'}]");
        assertThat(at(body, "messages", "1"))
                .isEqualTo(tree("{'role':'assistant','content':'so'}"));
    }

    // Whole answers.

    private record Played(Queue<ChatEvent> events) implements EventStream {
        @Override
        public ChatEvent next() {
            return events.poll();
        }

        @Override
        public void close() {}
    }

    private static ChatAnswer folded(ProviderCodec codec, String body) {
        byte[] bytes = bytes(quoted(body));
        return ChatAnswer.fold(
                new Played(new ArrayDeque<>(read(codec.reader(false), bytes, bytes.length))));
    }

    @Test
    void wholeAnswerOfAnthropicIsACompletion() {
        ChatAnswer answer =
                folded(
                        PROVIDER,
                        "{'type':'message','id':'msg_1','model':'claude','content':["
                                + "{'type':'thinking','thinking':'hm','signature':'s'},"
                                + "{'type':'text','text':'a'},{'type':'text','text':'b'},"
                                + "{'type':'tool_use','id':'t','name':'f','input':{'x':1}}],"
                                + "'stop_reason':'tool_use','usage':{'input_tokens':10,"
                                + "'cache_read_input_tokens':100,"
                                + "'cache_creation_input_tokens':50,'output_tokens':9}}");
        Object body = tree(OPENAI_CALLER.encode(answer, AnthropicSamples.IDENTITY));
        Object message = at(body, "choices", "0", "message");
        assertThat(at(message, "content")).isEqualTo("ab");
        assertThat(at(message, "reasoning_content")).isEqualTo("hm");
        assertThat(at(message, "tool_calls", "0", "function", "arguments")).isEqualTo("{\"x\":1}");
        assertThat(at(body, "choices", "0", "finish_reason")).isEqualTo("tool_calls");
        assertThat(at(body, "usage", "prompt_tokens")).isEqualTo(tree("160"));
    }

    @Test
    void wholeCompletionIsAMessage() {
        ChatAnswer answer =
                folded(
                        OPENAI,
                        "{'id':'c','object':'chat.completion','created':1,'model':'gpt',"
                                + "'choices':[{'index':0,'message':{'role':'assistant',"
                                + "'content':null,'reasoning_content':'hm','tool_calls':["
                                + "{'id':'c1','type':'function','function':{'name':'f',"
                                + "'arguments':'{\\'x\\':1}'}}]},'finish_reason':'stop'}],"
                                + "'usage':{'prompt_tokens':9,'completion_tokens':5,"
                                + "'total_tokens':14,'completion_tokens_details':"
                                + "{'reasoning_tokens':3}}}");
        Object body = tree(AnthropicSamples.CALLER.encode(answer, AnthropicSamples.IDENTITY));
        assertThat(at(body, "content"))
                .isEqualTo(
                        tree(
                                "[{'type':'thinking','thinking':'hm',"
                                        + "'signature':'penstock-unsigned'},"
                                        + "{'type':'tool_use','id':'c1','name':'f',"
                                        + "'input':{'x':1},'caller':{'type':'direct'}}]"));
        assertThat(at(body, "stop_reason")).as("T16").isEqualTo("tool_use");
        assertThat(at(body, "usage", "input_tokens")).isEqualTo(tree("9"));
        assertThat(at(body, "usage", "output_tokens")).isEqualTo(tree("5"));
    }
}
