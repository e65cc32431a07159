// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Stop;
import dev.penstock.kit.Tokens;
import java.util.List;

/// What every client must be able to do through every upstream.
final class Scenarios {
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final String OPENAI_TOOLS =
            """
            "tools":[
              {"type":"function","function":{"name":"weather","description":"Weather of a city",
                "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}},
              {"type":"function","function":{"name":"clock","parameters":{"type":"object","properties":{}}}}]
            """;
    private static final String ANTHROPIC_TOOLS =
            """
            "tools":[
              {"name":"weather","description":"Weather of a city",
                "input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},
              {"name":"clock","input_schema":{"type":"object","properties":{}}}]
            """;

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                text(),
                severalBytesPerCharacter(),
                systemAndTurns(),
                oneTool(),
                parallelTools(),
                textBeforeTools(),
                toolWithoutArguments(),
                toolResults(),
                toolsForbidden(),
                toolDemanded(),
                toolNamed(),
                oneToolAtATime(),
                image(),
                stopAtLimit(),
                stopAtSequence(),
                cachedTokens());
    }

    /// The plainest call.
    static Scenario text() {
        return user("text", "It is raining.")
                .answered(Answer.text("It is", " raining."), Tokens.of(12, 5))
                .text("It is raining.", "It is raining.");
    }

    private static Scenario severalBytesPerCharacter() {
        String said = "Příliš žluťoučký 🦆 鴨";
        return user("several bytes per character", said)
                .answered(Answer.text("Příliš žlu", "ťoučký ", "🦆", " 鴨"), Tokens.of(3, 9))
                .text(said, said);
    }

    private static Scenario systemAndTurns() {
        String turns =
                """
                {"role":"user","content":"one"},{"role":"assistant","content":"two"},
                {"role":"user","content":[{"type":"text","text":"three"}]}
                """;
        return Scenario.of(
                        "system and turns",
                        "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind\"},"
                                + turns
                                + "]}",
                        "{\"system\":\"Be kind\",\"messages\":[" + turns + "]}")
                .text("You said: three\nSystem: Be kind\nTurns: 3", "three");
    }

    private static Scenario oneTool() {
        return tools("one tool", "call weather {\\\"city\\\": \\\"Brno\\\"}", "", "")
                .calls("weather {\"city\":\"Brno\"}");
    }

    private static Scenario parallelTools() {
        return tools(
                        "parallel tools",
                        "call weather {\\\"city\\\": \\\"Brno\\\"}\\ncall clock {\\\"zone\\\": 2}",
                        "",
                        "")
                .calls("weather {\"city\":\"Brno\"}", "clock {\"zone\":2}");
    }

    private static Scenario textBeforeTools() {
        return tools("text before tools", "What is it like?", "", "")
                .answered(
                        Answer.text("Let me", " see.")
                                .call("weather", "{\"ci", "ty\":", "\"Brno\"}")
                                .call("clock", "{}"),
                        Tokens.of(40, 21))
                .calls("weather {\"city\":\"Brno\"}", "clock {}")
                .text("Let me see.", null);
    }

    private static Scenario toolWithoutArguments() {
        return tools("tool without arguments", "What time is it?", "", "")
                .answered(Answer.nothing().call("clock"), Tokens.of(30, 4))
                .calls("clock {}")
                .text("", null);
    }

    private static Scenario toolResults() {
        String openAi =
                """
                {"role":"user","content":"How is it?"},
                {"role":"assistant","content":"Let me see.","tool_calls":[
                  {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Brno\\"}"}},
                  {"id":"call_2","type":"function","function":{"name":"clock","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"call_1","content":"sunny"},
                {"role":"tool","tool_call_id":"call_2","content":"noon"}
                """;
        String anthropic =
                """
                {"role":"user","content":"How is it?"},
                {"role":"assistant","content":[{"type":"text","text":"Let me see."},
                  {"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Brno"}},
                  {"type":"tool_use","id":"call_2","name":"clock","input":{}}]},
                {"role":"user","content":[
                  {"type":"tool_result","tool_use_id":"call_1","content":"sunny"},
                  {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"noon"}]}]}
                """;
        return Scenario.of(
                        "tool results",
                        "{\"messages\":[" + openAi + "]," + OPENAI_TOOLS + "}",
                        "{\"messages\":[" + anthropic + "]," + ANTHROPIC_TOOLS + "}")
                .text("The tools said: sunny | noon", null);
    }

    private static Scenario toolsForbidden() {
        return tools(
                        "tools forbidden",
                        "call clock {}",
                        ",\"tool_choice\":\"none\"",
                        ",\"tool_choice\":{\"type\":\"none\"}")
                .text("You said: call clock {}", "call clock {}");
    }

    private static Scenario toolDemanded() {
        return tools(
                        "tool demanded",
                        "Anything",
                        ",\"tool_choice\":\"required\"",
                        ",\"tool_choice\":{\"type\":\"any\"}")
                .calls("weather {}");
    }

    private static Scenario toolNamed() {
        return tools(
                        "tool named",
                        "Anything",
                        ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}",
                        ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"clock\"}")
                .calls("clock {}");
    }

    private static Scenario oneToolAtATime() {
        return tools(
                        "one tool at a time",
                        "call clock {}\\ncall weather {}",
                        ",\"parallel_tool_calls\":false",
                        ",\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}")
                .calls("clock {}");
    }

    private static Scenario image() {
        String openAi =
                """
                {"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,PNG"}}]}]}
                """;
        String anthropic =
                """
                {"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},
                  {"type":"image","source":{"type":"base64","media_type":"image/png","data":"PNG"}}]}]}
                """;
        return Scenario.of("image", openAi.replace("PNG", PNG), anthropic.replace("PNG", PNG))
                .text("You said: What is it?\nImages: 1", null);
    }

    private static Scenario stopAtLimit() {
        return Scenario.of(
                        "stop at limit",
                        "{\"max_completion_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]}",
                        "{\"max_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]}")
                .text("You said", "one two ")
                .stop(Stop.LENGTH, null);
    }

    private static Scenario stopAtSequence() {
        return user("stop at sequence", "one two three four")
                .with("\"stop\":[\" three\"],", "\"stop_sequences\":[\" three\"],")
                .text("You said: one two", "one two")
                .stop(Stop.SEQUENCE, " three");
    }

    private static Scenario cachedTokens() {
        return user("cached tokens", "It is raining.")
                .answered(Answer.text("It is raining."), new Tokens(10, 100, 50, 7, 0))
                .text("It is raining.", null);
    }

    private static Scenario user(String name, String text) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
        return Scenario.of(name, body, body);
    }

    private static Scenario tools(String name, String text, String openAi, String anthropic) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}],";
        return Scenario.of(
                name, body + OPENAI_TOOLS + openAi + "}", body + ANTHROPIC_TOOLS + anthropic + "}");
    }
}
