// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Tokens;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What clients of Google's format must be able to do through every upstream.
final class GeminiScenarios {
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final String TOOLS =
            """
            "tools":[{"functionDeclarations":[
              {"name":"weather","description":"Weather of a city","parameters":
                {"type":"OBJECT","properties":{"city":{"type":"STRING"}},"required":["city"]}},
              {"name":"clock"}]}]
            """;

    private GeminiScenarios() {}

    /// A call and what every client must understand of the answer.
    ///
    /// @param contents the contents as JSON
    /// @param config the configuration as JSON
    /// @param answer what the upstream is told to say, null to let its conventions answer
    /// @param demoText the text expected of the demo provider, null where it cannot play the scenario
    record Play(
            String name,
            String contents,
            String config,
            @Nullable Answer answer,
            String text,
            @Nullable String demoText,
            List<String> calls,
            String stop) {

        ObjectNode request(String model) {
            ObjectNode request = Json.object().put("model", model);
            request.set("contents", Json.read(contents));
            request.set("config", Json.read(config));
            return request;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Play> all() {
        return Stream.concat(conversations().stream(), details().stream()).toList();
    }

    private static List<Play> conversations() {
        return List.of(
                text(),
                new Play(
                        "system and turns",
                        "[{\"role\":\"user\",\"parts\":[{\"text\":\"one\"}]},{\"role\":\"model\",\"parts\":[{\"text\":\"two\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"three\"}]}]",
                        "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be kind\"}]}}",
                        null,
                        "You said: three\nSystem: Be kind\nTurns: 3",
                        "three",
                        List.of(),
                        "STOP"),
                new Play(
                        "parallel tools",
                        user(
                                "call weather {\\\"city\\\": \\\"Brno\\\"}\\ncall clock {\\\"zone\\\": 2}"),
                        "{" + TOOLS + "}",
                        null,
                        "",
                        "",
                        List.of("weather {\"city\":\"Brno\"}", "clock {\"zone\":2}"),
                        "STOP"),
                new Play(
                        "text before tools",
                        user("What is it like?"),
                        "{" + TOOLS + "}",
                        Answer.text("Let me", " see.")
                                .call("weather", "{\"ci", "ty\":", "\"Brno\"}")
                                .call("clock", "{}")
                                .tokens(Tokens.of(40, 21)),
                        "Let me see.",
                        null,
                        List.of("weather {\"city\":\"Brno\"}", "clock {}"),
                        "STOP"),
                toolResults());
    }

    private static List<Play> details() {
        return List.of(
                new Play(
                        "tool named",
                        user("Anything"),
                        "{"
                                + TOOLS
                                + ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"clock\"]}}}",
                        null,
                        "",
                        "",
                        List.of("clock {}"),
                        "STOP"),
                new Play(
                        "image",
                        "[{\"role\":\"user\",\"parts\":[{\"text\":\"What is it?\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\""
                                + PNG
                                + "\"}}]}]",
                        "{}",
                        null,
                        "You said: What is it?\nImages: 1",
                        null,
                        List.of(),
                        "STOP"),
                new Play(
                        "stop at limit",
                        user("one two three four"),
                        "{\"maxOutputTokens\":2}",
                        null,
                        "You said",
                        "one two ",
                        List.of(),
                        "MAX_TOKENS"),
                new Play(
                        "cached tokens",
                        user("It is raining."),
                        "{}",
                        Answer.text("It is raining.").tokens(new Tokens(10, 100, 50, 7, 0)),
                        "It is raining.",
                        null,
                        List.of(),
                        "STOP"));
    }

    static Play text() {
        return new Play(
                "text",
                user("Příliš 🦆"),
                "{}",
                Answer.text("Příliš", " 🦆").tokens(Tokens.of(12, 5)),
                "Příliš 🦆",
                "Příliš 🦆",
                List.of(),
                "STOP");
    }

    private static Play toolResults() {
        String contents =
                """
                [{"role":"user","parts":[{"text":"How is it?"}]},
                 {"role":"model","parts":[{"text":"Let me see."},
                   {"functionCall":{"id":"f1","name":"weather","args":{"city":"Brno"}},"thoughtSignature":"U2lnbmF0dXJlIG9mIGEgc2ltdWxhdGVkIHRob3VnaHQ="},
                   {"functionCall":{"id":"f2","name":"clock","args":{}}}]},
                 {"role":"user","parts":[
                   {"functionResponse":{"id":"f1","name":"weather","response":{"output":"sunny"}}},
                   {"functionResponse":{"id":"f2","name":"clock","response":{"result":"noon"}}}]}]
                """;
        return new Play(
                "tool results",
                contents,
                "{" + TOOLS + "}",
                null,
                "The tools said: sunny | noon",
                null,
                List.of(),
                "STOP");
    }

    private static String user(String text) {
        return "[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]";
    }
}
