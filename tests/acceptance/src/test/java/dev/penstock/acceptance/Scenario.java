// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Answer;
import dev.penstock.kit.Stop;
import dev.penstock.kit.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A call in both formats and what every client must understand of the answer.
///
/// @param name what it shows
/// @param openAi the request in OpenAI's format, without model
/// @param anthropic the same request in Anthropic's format, without model
/// @param answer what a simulated upstream is told to say, null to let its conventions answer
/// @param text the expected text
/// @param demoText the text expected of the demo provider, null where it cannot play the scenario
/// @param calls the expected tool calls as `name arguments`
/// @param stop the expected end
/// @param stopSequence the expected stop sequence, for clients that are told
/// @param tokens the expected usage, null where the conventions count
record Scenario(
        String name,
        String openAi,
        String anthropic,
        @Nullable Answer answer,
        String text,
        @Nullable String demoText,
        List<String> calls,
        Stop stop,
        @Nullable String stopSequence,
        @Nullable Tokens tokens) {

    static Scenario of(String name, String openAi, String anthropic) {
        return new Scenario(name, openAi, anthropic, null, "", "", List.of(), Stop.END, null, null);
    }

    Scenario answered(Answer said, Tokens charged) {
        return new Scenario(
                name,
                openAi,
                anthropic,
                said.tokens(charged),
                text,
                demoText,
                calls,
                stop,
                stopSequence,
                charged);
    }

    Scenario text(String expected, @Nullable String ofDemo) {
        return new Scenario(
                name,
                openAi,
                anthropic,
                answer,
                expected,
                ofDemo,
                calls,
                stop,
                stopSequence,
                tokens);
    }

    Scenario calls(String... expected) {
        return new Scenario(
                name,
                openAi,
                anthropic,
                answer,
                text,
                demoText,
                List.of(expected),
                Stop.TOOLS,
                stopSequence,
                tokens);
    }

    Scenario stop(Stop expected, @Nullable String sequence) {
        return new Scenario(
                name, openAi, anthropic, answer, text, demoText, calls, expected, sequence, tokens);
    }

    /// Adds members to the beginning of both bodies, each with its comma.
    Scenario with(String toOpenAi, String toAnthropic) {
        return new Scenario(
                name,
                "{" + toOpenAi + openAi.strip().substring(1),
                "{" + toAnthropic + anthropic.strip().substring(1),
                answer,
                text,
                demoText,
                calls,
                stop,
                stopSequence,
                tokens);
    }

    boolean plays(Lane lane) {
        return lane != Lane.DEMO || demoText != null;
    }

    /// The request as a client of that format sends it.
    ObjectNode request(Dialect dialect, String model, Mode mode) {
        return switch (dialect) {
            case OPENAI -> {
                ObjectNode request = Json.object(openAi).put("model", model);
                if (mode == Mode.STREAMED) {
                    request.putObject("stream_options").put("include_usage", true);
                }
                yield request;
            }
            case ANTHROPIC -> {
                ObjectNode request = Json.object(anthropic).put("model", model);
                yield request.has("max_tokens") ? request : request.put("max_tokens", 500);
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
