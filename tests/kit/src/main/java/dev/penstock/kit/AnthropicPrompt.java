// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Understands an accepted message request.
final class AnthropicPrompt {
    private final JsonNode body;
    private final List<String> results = new ArrayList<>();
    private String lastUser = "";
    private int images;
    private long tokens;

    private AnthropicPrompt(JsonNode body) {
        this.body = body;
    }

    static Prompt of(Inspected body, SimulatedModel model) {
        return new AnthropicPrompt(body.node()).read(model);
    }

    private Prompt read(SimulatedModel model) {
        String system = text(body.path("system"));
        body.path("messages").forEach(this::message);
        tokens += Improvisation.tokens(system);
        tokens += Improvisation.tokens(body.path("tools").toString());
        List<String> tools =
                body.path("tools").valueStream().map(t -> t.path("name").asString("")).toList();
        JsonNode choice = body.path("tool_choice");
        return new Prompt(
                model,
                body.path("stream").asBoolean(false),
                true,
                system,
                body.path("messages").size(),
                lastUser,
                results,
                tools,
                choice(choice),
                !choice.path("disable_parallel_tool_use").asBoolean(false),
                images,
                Optional.of(body.path("max_tokens").asInt()),
                body.path("stop_sequences").valueStream().map(JsonNode::asString).toList(),
                Math.max(1, tokens + 85L * images));
    }

    private void message(JsonNode message) {
        results.clear();
        JsonNode content = message.path("content");
        String text = text(content);
        tokens += Improvisation.tokens(text);
        if (content.isArray()) {
            content.forEach(this::block);
        }
        if (message.path("role").asString("").equals("user") && !text.isEmpty()) {
            lastUser = text;
        }
    }

    private void block(JsonNode block) {
        switch (block.path("type").asString("")) {
            case "image" -> images++;
            case "tool_use" -> tokens += Improvisation.tokens(block.path("input").toString());
            case "tool_result" -> {
                String result = text(block.path("content"));
                tokens += Improvisation.tokens(result);
                results.add(result);
                block.path("content")
                        .valueStream()
                        .filter(part -> part.path("type").asString("").equals("image"))
                        .forEach(_ -> images++);
            }
            default -> {
                // Text was read as a whole, and nothing else has an effect on the answer.
            }
        }
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode block : content) {
            if (block.path("type").asString("").equals("text")) {
                texts.add(block.path("text").asString(""));
            }
        }
        return String.join("\n", texts);
    }

    private static Prompt.Choice choice(JsonNode choice) {
        return switch (choice.path("type").asString("")) {
            case "none" -> new Prompt.Choice.Forbidden();
            case "any" -> new Prompt.Choice.Any();
            case "tool" -> new Prompt.Choice.Named(choice.path("name").asString(""));
            default -> new Prompt.Choice.Free();
        };
    }
}
