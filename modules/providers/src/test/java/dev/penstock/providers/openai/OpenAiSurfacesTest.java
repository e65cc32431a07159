// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.WireFormat;
import dev.penstock.wire.CallerCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which of OpenAI's surfaces a translated conversation goes to.
class OpenAiSurfacesTest {

    private static final String TOOLS = "'tools':[{'name':'f','input_schema':{'type':'object'}}],";
    private static final String THINKS = "'thinking':{'type':'enabled','budget_tokens':2000},";

    private static WireFormat chosen(String members, String messages) {
        String body =
                "{'model':'gpt-5','max_tokens':9000,%s'messages':[%s]}"
                        .formatted(members, messages)
                        .replace('\'', '"');
        return OpenAiSurfaces.choose(
                CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES).decode(body.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TOOLS, THINKS, TOOLS + THINKS + "'stop_sequences':['x'],"})
    void chatCompletionsTakeWhatTheyCan(String members) {
        assertThat(chosen(members, "{'role':'user','content':'a'}"))
                .isEqualTo(WireFormat.OPENAI_CHAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'user','content':[{'type':'document','source':{'type':'url','url':'https://a/b'}}]}",
                "{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'thinking',"
                        + "'thinking':'','signature':'penstock-openai:rs_1:gAAA'},"
                        + "{'type':'text','text':'b'}]},{'role':'user','content':'c'}",
                "{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'tool_use',"
                        + "'id':'t','name':'f','input':{}}]},{'role':'user','content':[{"
                        + "'type':'tool_result','tool_use_id':'t','content':[{'type':'document',"
                        + "'source':{'type':'url','url':'https://a/b'}}]}]}"
            })
    void responsesTakeWhatOnlyTheyCan(String messages) {
        assertThat(chosen("", messages)).isEqualTo(WireFormat.OPENAI_RESPONSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {TOOLS + THINKS, TOOLS + "'output_config':{'effort':'high'},"})
    void thinkingWithToolsGoesToResponses(String members) {
        assertThat(chosen(members, "{'role':'user','content':'a'}"))
                .isEqualTo(WireFormat.OPENAI_RESPONSES);
    }
}
