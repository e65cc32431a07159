// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations that began with a provider of another format and go on with Anthropic.
class AnthropicRelayTest {

    private static final String CALL =
            "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{}}";
    private static final String RESULT =
            "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"sun\"}]}";

    private static String relayed(String body) {
        RawRequest raw =
                CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES).scan(body.getBytes(UTF_8), Map.of());
        return new String(
                RelayCodec.of(WireFormat.ANTHROPIC_MESSAGES)
                        .relay(raw, "claude-sonnet-4-5", Dialect.anthropic())
                        .body(),
                UTF_8);
    }

    private static String body(String model, String members, String said, String last) {
        return "{\"model\": \"%s\" ,\"max_tokens\":9000%s,\"messages\":[ {\"role\":\"user\",\"content\":\"é\"},{\"role\":\"assistant\",\"content\":%s},%s ]}"
                .formatted(model, members, said, last);
    }

    private static String thinking(String signature) {
        return "{\"type\":\"thinking\",\"thinking\":\"so\",\"signature\":\"" + signature + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"penstock-openai:rs_1:gAAA", "penstock-unsigned", "gemini:AbC="})
    void thinkingOfOtherProvidersIsTakenOutAlone(String signature) {
        String text =
                "{\"type\":\"text\", \"text\":\"b\",\"cache_control\":{\"type\":\"ephemeral\"}}";
        String next = "{\"role\":\"user\",\"content\":\"go on\"}";
        String own = thinking("ErUB");
        String said = "[" + thinking(signature) + "," + own + "," + text + "]";
        assertThat(relayed(body("public", "", said, next)))
                .isEqualTo(body("claude-sonnet-4-5", "", "[" + own + "," + text + "]", next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ErUB", "", "penstock", "Egemini:"})
    void everyOtherThinkingStays(String signature) {
        String said =
                "[ "
                        + thinking(signature)
                        + " , {\"type\":\"text\",\"text\":\"penstock-openai:\"}]";
        String next = "{\"role\":\"user\",\"content\":\"gemini:\"}";
        assertThat(relayed(body("public", "", said, next)))
                .isEqualTo(body("claude-sonnet-4-5", "", said, next));
    }

    @Test
    void turnWithToolsGoesOnWithoutThinkingThatCannotBeSentBack() {
        String said = "[" + thinking("penstock-unsigned") + "," + CALL + "]";
        String wish =
                ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\"}}]";
        assertThat(relayed(body("public", wish, said, RESULT)))
                .contains("\"model\":\"claude-sonnet-4-5\"", "\"tool_use\"", "\"tool_result\"")
                .doesNotContain("penstock-unsigned", "budget_tokens");
    }

    @Test
    void turnWithToolsStaysAsItIsWhereNoThinkingIsAskedFor() {
        String said = "[" + thinking("penstock-unsigned") + "," + CALL + "]";
        assertThat(relayed(body("public", "", said, RESULT)))
                .isEqualTo(body("claude-sonnet-4-5", "", "[" + CALL + "]", RESULT));
    }

    @Test
    void messageThatHeldNothingElseIsLeftOut() {
        String said = "[" + thinking("penstock-openai:rs_1:gAAA") + "]";
        String next = "{\"role\":\"user\",\"content\":\"go on\"}";
        assertThat(relayed(body("public", "", said, next)))
                .contains("go on")
                .doesNotContain("penstock-openai", "[]", "assistant");
    }
}
