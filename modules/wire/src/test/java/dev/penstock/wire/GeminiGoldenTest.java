// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.tree;
import static dev.penstock.wire.GeminiSamples.CALLER;
import static dev.penstock.wire.GeminiSamples.PROVIDER;
import static dev.penstock.wire.GeminiSamples.golden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.WireFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whole requests of one format next to what another one makes of them.
class GeminiGoldenTest {

    private static ChatRequest caller(String model) {
        return CALLER.decode(
                CALLER.scan(golden("caller.gemini"), Map.of(), new Addressed(model, false)));
    }

    @Test
    @DisplayName("Q3, Q6, Q7, Q9, Q11, Q18, S5, S7: OpenAI's request to a Gemini 3 model")
    void openAiToGemini() {
        ChatRequest request = CallerCodec.of(WireFormat.OPENAI_CHAT).decode(golden("tools.openai"));
        EncodedRequest sent = PROVIDER.encode(request, Dialect.gemini());
        assertThat(tree(sent.body())).isEqualTo(tree(golden("tools.gemini")));
        assertThat(sent.toolNames()).containsExactly(Map.entry("_2_clock", "2.clock"));
        assertThat(sent.dropped())
                .containsExactlyInAnyOrder(
                        "messages.reasoning_content",
                        "tools.function.strict",
                        "tools.function.parameters.minLength",
                        "tools.function.parameters.exclusiveMinimum",
                        "tools.function.parameters.propertyNames",
                        "user",
                        "logit_bias");
    }

    @Test
    @DisplayName("S7: Anthropic's request to a Gemini 2.5 model, foreign signatures stripped")
    void anthropicToGemini() {
        ChatRequest request =
                CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES).decode(golden("media.anthropic"));
        EncodedRequest sent = PROVIDER.encode(request, Dialect.gemini());
        assertThat(tree(sent.body())).isEqualTo(tree(golden("media.gemini")));
        assertThat(sent.dropped())
                .contains("messages.thinking", "stop_sequences", "metadata.user_id");
    }

    @Test
    @DisplayName("Q4: Google's request to OpenAI")
    void geminiToOpenAi() {
        EncodedRequest sent =
                ProviderCodec.of(WireFormat.OPENAI_CHAT)
                        .encode(caller("gpt-4.1-mini"), Dialect.openAi());
        assertThat(tree(sent.body())).isEqualTo(tree(golden("caller.openai")));
        assertThat(sent.dropped())
                .containsExactlyInAnyOrder(
                        "contents.parts.thought",
                        "generationConfig.topK",
                        "tools.googleSearch",
                        "safetySettings");
    }

    @Test
    @DisplayName("S7: Google's request to Anthropic, Google's signature stripped")
    void geminiToAnthropic() {
        EncodedRequest sent =
                ProviderCodec.of(WireFormat.ANTHROPIC_MESSAGES)
                        .encode(caller("claude-haiku-4-5"), Dialect.anthropic());
        assertThat(tree(sent.body())).isEqualTo(tree(golden("caller.anthropic")));
        assertThat(sent.dropped())
                .contains("generationConfig.seed", "tools.googleSearch", "safetySettings");
    }

    @Test
    void requestOfTheSameFormatKeepsItsMeaning() {
        ChatRequest request = caller("gemini-3.5-flash");
        byte[] sent = PROVIDER.encode(request, Dialect.gemini()).body();
        ChatRequest again =
                CALLER.decode(
                        CALLER.scan(sent, Map.of(), new Addressed("gemini-3.5-flash", false)));
        assertThat(again.tools()).isEqualTo(request.tools());
        assertThat(again.toolChoice()).isEqualTo(request.toolChoice());
        assertThat(again.messages().getFirst().role())
                .isEqualTo(request.messages().getFirst().role());
        assertThat(again.messages().getLast()).isEqualTo(request.messages().getLast());
        assertThat(again.settings().stop()).isEqualTo(request.settings().stop());
    }
}
