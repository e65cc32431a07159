// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.ToolDefinition;
import dev.penstock.inference.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Q18: names of tools that a provider does not allow")
class ToolNamesTest {

    private static ToolNames names(int longest, String... tools) {
        return ToolNames.of(
                new ChatRequest(
                        "m",
                        List.of(Message.text(Role.USER, "x")),
                        Stream.of(tools)
                                .map(name -> new ToolDefinition(name, null, null, null))
                                .toList(),
                        null,
                        null,
                        GenerationSettings.unset(),
                        false,
                        Map.of(),
                        WireFormat.OPENAI_CHAT),
                longest);
    }

    @Test
    void legalNamesStay() {
        ToolNames names = names(64, "a_B-9");
        assertThat(names.sent("a_B-9")).isEqualTo("a_B-9");
        assertThat(names.originals()).isEmpty();
    }

    @Test
    void otherNamesBecomeLegalUniqueAndReversible() {
        String longName = "mcp/" + "x".repeat(100);
        String longer = longName + "y";
        String[] tools = {"a.b", "a/b", "a_b", "a😀b", "é", longName, longer, "a_b_2"};
        ToolNames names = names(64, tools);
        List<String> sent = Stream.of(tools).map(names::sent).toList();
        assertThat(sent).doesNotHaveDuplicates().allMatch(n -> n.matches("[A-Za-z0-9_-]{1,64}"));
        assertThat(names.sent("a_b")).isEqualTo("a_b");
        for (String tool : tools) {
            assertThat(names.originals().getOrDefault(names.sent(tool), names.sent(tool)))
                    .isEqualTo(tool);
        }
    }

    @Test
    void sameRequestGivesSameNames() {
        assertThat(names(20, "a.b", "c.".repeat(20)).originals())
                .isEqualTo(names(20, "a.b", "c.".repeat(20)).originals());
    }

    @Test
    void readerGivesTheCallersNamesBack() {
        AnswerReader source =
                new AnswerReader() {
                    @Override
                    public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
                        return List.of(new ChatEvent.ToolCallStarted(0, "i", "a_b"));
                    }

                    @Override
                    public List<ChatEvent> end() {
                        return List.of(new ChatEvent.ToolCallStarted(1, "j", "c"));
                    }
                };
        AnswerReader reader = new ToolNames.Restoring(source, Map.of("a_b", "a.b"));
        assertThat(reader.feed(new byte[0], 0, 0))
                .containsExactly(new ChatEvent.ToolCallStarted(0, "i", "a.b"));
        assertThat(reader.end()).containsExactly(new ChatEvent.ToolCallStarted(1, "j", "c"));
    }
}
