// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One input and what OpenAI's Responses get for it.
class ResponsesEncodeTest {

    private static final ProviderCodec CODEC = ProviderCodec.of(WireFormat.OPENAI_RESPONSES);

    private static EncodedRequest encode(WireFormat format, String body) {
        CallerCodec caller = CallerCodec.of(format);
        ChatRequest request = caller.decode(body.replace('\'', '"').getBytes(UTF_8));
        return CODEC.encode(request, Dialect.openAi());
    }

    private static void golden(WireFormat format, String body, String expected) {
        assertThat(ResponsesStreams.object(new String(encode(format, body).body(), UTF_8)))
                .isEqualTo(ResponsesStreams.object(expected.replace('\'', '"')));
    }

    @Test
    void anthropicConversationBecomesItems() {
        golden(
                WireFormat.ANTHROPIC_MESSAGES,
                """
                {'model':'gpt-5','max_tokens':500,'system':'Be kind','stream':true,
                 'thinking':{'type':'enabled','budget_tokens':8000},
                 'tools':[{'name':'weather','input_schema':{'type':'object'}}],
                 'messages':[{'role':'user','content':'How is it?'},
                  {'role':'assistant','content':[
                   {'type':'thinking','thinking':'Hm','signature':'penstock-openai:rs_1:gAAA'},
                   {'type':'text','text':'Let me see.'},
                   {'type':'tool_use','id':'t1','name':'weather','input':{'city':'Brno'}}]},
                  {'role':'user','content':[
                   {'type':'tool_result','tool_use_id':'t1','content':'sunny'},
                   {'type':'text','text':'And?'}]}]}
                """,
                """
                {'model':'gpt-5','instructions':'Be kind','input':[
                  {'role':'user','content':[{'type':'input_text','text':'How is it?'}]},
                  {'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm'}],
                   'encrypted_content':'gAAA'},
                  {'type':'message','role':'assistant','content':[{'type':'output_text','text':'Let me see.'}]},
                  {'type':'function_call','call_id':'t1','name':'weather','arguments':'{\\"city\\":\\"Brno\\"}'},
                  {'type':'function_call_output','call_id':'t1','output':'sunny'},
                  {'role':'user','content':[{'type':'input_text','text':'And?'}]}],
                 'store':false,
                 'tools':[{'type':'function','name':'weather','parameters':{'type':'object'},'strict':false}],
                 'max_output_tokens':500,'reasoning':{'effort':'medium'},
                 'include':['reasoning.encrypted_content'],'stream':true}
                """);
    }

    @Test
    void documentByAddressAndPictureOfAToolAreCarried() {
        golden(
                WireFormat.ANTHROPIC_MESSAGES,
                """
                {'model':'m','max_tokens':4,'messages':[
                  {'role':'user','content':[{'type':'document','source':{'type':'url','url':'https://example.org/a.pdf'}}]},
                  {'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'draw','input':{}}]},
                  {'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':[
                    {'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA'}}]}]}]}
                """,
                """
                {'model':'m','input':[
                  {'role':'user','content':[{'type':'input_file','file_url':'https://example.org/a.pdf'}]},
                  {'type':'function_call','call_id':'t1','name':'draw','arguments':'{}'},
                  {'type':'function_call_output','call_id':'t1','output':[
                    {'type':'input_image','image_url':'data:image/png;base64,AA','detail':'auto'}]}],
                 'store':false,'max_output_tokens':16}
                """);
    }

    @Test
    @DisplayName("Q2: every call has its output, and every output its call")
    void loneCallsAndResultsAreMended() {
        golden(
                WireFormat.OPENAI_CHAT,
                """
                {'model':'m','messages':[
                  {'role':'user','content':'a'},
                  {'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':''}}]},
                  {'role':'tool','tool_call_id':'c9','content':'lost'}]}
                """,
                """
                {'model':'m','input':[
                  {'role':'user','content':[{'type':'input_text','text':'a'}]},
                  {'type':'function_call','call_id':'c1','name':'f','arguments':'{}'},
                  {'type':'function_call_output','call_id':'c1','output':'Error: The tool gave no result.'},
                  {'role':'user','content':[{'type':'input_text','text':'[Result of tool call c9]'},
                    {'type':'input_text','text':'lost'}]}],
                 'store':false}
                """);
    }

    @Test
    void whatResponsesDoNotTakeIsTold() {
        EncodedRequest sent =
                encode(
                        WireFormat.OPENAI_CHAT,
                        "{'model':'m','messages':[{'role':'user','content':'a'}],'stop':['x'],"
                                + "'seed':1,'presence_penalty':1,'logit_bias':{}}");
        assertThat(sent.dropped())
                .containsExactlyInAnyOrder("stop", "seed", "presence_penalty", "logit_bias");
    }

    @Test
    void longCallIdsStayThemselvesToEachOther() {
        String id = "x".repeat(200);
        String body =
                ("{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'ID',"
                                + "'type':'function','function':{'name':'f','arguments':''}}]},"
                                + "{'role':'tool','tool_call_id':'ID','content':'b'}]}")
                        .replace("ID", id);
        String sent = new String(encode(WireFormat.OPENAI_CHAT, body).body(), UTF_8);
        assertThat(sent).doesNotContain(id).containsPattern("(\"call_id\":\"[0-9a-f]{64}\").*\\1");
    }

    private static String relayed(String body) {
        RawRequest raw =
                CallerCodec.of(WireFormat.OPENAI_RESPONSES)
                        .scan(body.replace('\'', '"').getBytes(UTF_8), Map.of());
        return new String(CODEC.relay(raw, "gpt-5"), UTF_8).replace('"', '\'');
    }

    @Test
    void relayChangesTheModelAlone() {
        assertThat(relayed("{ 'input' : 'penstock.' , 'model':'oai/gpt-5' , 'x':[1, 2] }"))
                .isEqualTo("{ 'input' : 'penstock.' , 'model':'gpt-5' , 'x':[1, 2] }");
    }

    @Test
    void reasoningOfOtherProvidersIsNotShownToOpenAi() {
        assertThat(
                        relayed(
                                "{'model':'a/b','input':[ {'role':'user','content':'a'} ,"
                                        + "{'type':'reasoning','id':'rs_1','summary':[],"
                                        + "'encrypted_content':'penstock.s.x'},"
                                        + "{'type':'reasoning','id':'rs_2','summary':[],"
                                        + "'encrypted_content':'gAAA'}]}"))
                .isEqualTo(
                        "{'model':'gpt-5','input':[{'role':'user','content':'a'},"
                                + "{'type':'reasoning','id':'rs_2','summary':[],"
                                + "'encrypted_content':'gAAA'}]}");
    }
}
