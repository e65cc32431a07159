// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.JsonText;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

    private static long of(List<Message> messages, List<ToolDefinition> tools) {
        return TokenEstimate.of(
                new ChatRequest(
                        "m",
                        messages,
                        tools,
                        null,
                        null,
                        GenerationSettings.unset(),
                        false,
                        Map.of(),
                        WireFormat.OPENAI_CHAT));
    }

    private static long of(ContentPart... parts) {
        return of(List.of(new Message(Role.USER, List.of(parts))), List.of());
    }

    @Test
    void fourCharactersAreAToken() {
        assertThat(of(new ContentPart.Text("x".repeat(4_000)))).isEqualTo(4 + 1_000);
        assertThat(of(new ContentPart.Text("x"))).isEqualTo(4 + 1);
        assertThat(of(new ContentPart.Text(""))).isEqualTo(4);
    }

    @Test
    void everyMessageTakesSomething() {
        Message message = Message.text(Role.USER, "");
        assertThat(of(List.of(message, message, message), List.of())).isEqualTo(12);
    }

    @Test
    void toolsCountWithDescriptionAndSchema() {
        List<Message> messages = List.of(Message.text(Role.USER, ""));
        ToolDefinition bare = new ToolDefinition("abcd", null, null, null);
        ToolDefinition whole =
                new ToolDefinition("abcd", "x".repeat(40), new JsonText("{\"a\":12}"), null);
        assertThat(of(messages, List.of(bare))).isEqualTo(4 + 4 + 1);
        assertThat(of(messages, List.of(whole))).isEqualTo(4 + 4 + 1 + 10 + 2);
    }

    @Test
    void imagesCountWhateverTheirBytes() {
        long image = of(new ContentPart.Image(new MediaSource.Inline("image/png", "AAAA"), null));
        assertThat(image).isBetween(1_000L, 3_000L);
    }

    @Test
    void callsAndTheirResultsCount() {
        ContentPart call = new ContentPart.ToolCall("id", "abcd", "{\"a\":12}");
        ContentPart result =
                new ContentPart.ToolResult(
                        "id", List.of(new ContentPart.Text("x".repeat(80))), false);
        assertThat(of(call)).isEqualTo(4 + 1 + 2);
        assertThat(of(result)).isEqualTo(4 + 20);
    }
}
