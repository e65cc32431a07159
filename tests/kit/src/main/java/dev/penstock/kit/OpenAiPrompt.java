// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Understands an accepted chat completion request.
final class OpenAiPrompt {
    private final JsonNode body;
    private final StringBuilder system = new StringBuilder();
    private final List<String> results = new ArrayList<>();
    private String lastUser = "";
    private int turns;
    private int images;
    private long tokens;

    private OpenAiPrompt(JsonNode body) {
        this.body = body;
    }

    static Prompt of(Inspected body, SimulatedModel model) {
        return new OpenAiPrompt(body.node()).read(model);
    }

    private Prompt read(SimulatedModel model) {
        body.path("messages").forEach(this::message);
        List<String> tools =
                body.path("tools")
                        .valueStream()
                        .map(tool -> tool.path(tool.path("type").asString("")))
                        .map(tool -> tool.path("name").asString(""))
                        .toList();
        tokens += Improvisation.tokens(body.path("tools").toString());
        return new Prompt(
                model,
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                system.toString(),
                turns,
                lastUser,
                results,
                tools,
                choice(),
                body.path("parallel_tool_calls").asBoolean(true),
                images,
                maxOutput(),
                stop(),
                Math.max(1, tokens + 85L * images));
    }

    private void message(JsonNode message) {
        String text = text(message.path("content"));
        tokens += Improvisation.tokens(text);
        tokens += Improvisation.tokens(message.path("tool_calls").toString());
        switch (message.path("role").asString("")) {
            case "system", "developer" -> {
                system.append(system.isEmpty() ? "" : "\n").append(text);
                return;
            }
            case "tool" -> results.add(text);
            case "user" -> {
                results.clear();
                lastUser = text;
            }
            default -> results.clear();
        }
        turns++;
    }

    private String text(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.has("text")) {
                texts.add(part.path("text").asString(""));
            }
            images += part.has("image_url") ? 1 : 0;
        }
        return String.join("\n", texts);
    }

    private Prompt.Choice choice() {
        JsonNode choice = body.path("tool_choice");
        String word = choice.asString("");
        JsonNode named = choice.path(choice.path("type").asString("")).path("name");
        if (named.isString()) {
            return new Prompt.Choice.Named(named.asString());
        }
        return switch (word) {
            case "none" -> new Prompt.Choice.Forbidden();
            case "required" -> new Prompt.Choice.Any();
            default -> new Prompt.Choice.Free();
        };
    }

    private Optional<Integer> maxOutput() {
        JsonNode limit =
                body.has("max_completion_tokens")
                        ? body.path("max_completion_tokens")
                        : body.path("max_tokens");
        return limit.isIntegralNumber() ? Optional.of(limit.asInt()) : Optional.empty();
    }

    private List<String> stop() {
        JsonNode stop = body.path("stop");
        return stop.isString()
                ? List.of(stop.asString())
                : stop.valueStream().map(JsonNode::asString).toList();
    }
}
