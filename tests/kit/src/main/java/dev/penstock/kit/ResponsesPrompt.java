// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Understands an accepted Responses request.
final class ResponsesPrompt {
    private final JsonNode body;
    private final StringBuilder system = new StringBuilder();
    private final List<String> results = new ArrayList<>();
    private String lastUser = "";
    private boolean assistant;
    private int turns;
    private int images;
    private long tokens;

    private ResponsesPrompt(JsonNode body) {
        this.body = body;
    }

    static Prompt of(Inspected body, SimulatedModel model) {
        return new ResponsesPrompt(body.node()).read(model);
    }

    private Prompt read(SimulatedModel model) {
        system.append(body.path("instructions").asString(""));
        tokens += Improvisation.tokens(system.toString());
        JsonNode input = body.path("input");
        if (input.isString()) {
            lastUser = input.asString();
            turns = 1;
            tokens += Improvisation.tokens(lastUser);
        } else {
            input.forEach(this::item);
        }
        List<String> tools =
                body.path("tools")
                        .valueStream()
                        .map(tool -> tool.path("name").asString(""))
                        .filter(name -> !name.isEmpty())
                        .toList();
        tokens += Improvisation.tokens(body.path("tools").toString());
        return new Prompt(
                model,
                body.path("stream").asBoolean(false),
                true,
                system.toString(),
                turns,
                lastUser,
                results,
                tools,
                choice(),
                body.path("parallel_tool_calls").asBoolean(true),
                images,
                body.path("max_output_tokens").isIntegralNumber()
                        ? Optional.of(body.path("max_output_tokens").asInt())
                        : Optional.empty(),
                List.of(),
                Math.max(1, tokens + 85L * images));
    }

    private void item(JsonNode item) {
        String type = item.path("type").asString("message");
        if (type.endsWith("_output")) {
            String text = text(item.path("output"));
            results.add(text);
            tokens += Improvisation.tokens(text);
            assistant = false;
            turns++;
            return;
        }
        String role = type.equals("message") ? item.path("role").asString("") : "assistant";
        String text = text(item.path("content"));
        tokens += Improvisation.tokens(text + item.path("arguments").asString(""));
        switch (role) {
            case "system", "developer" -> system.append(system.isEmpty() ? "" : "\n").append(text);
            case "assistant" -> {
                results.clear();
                turns += assistant ? 0 : 1;
                assistant = true;
            }
            default -> {
                results.clear();
                lastUser = text;
                assistant = false;
                turns++;
            }
        }
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
        if (choice.path("name").isString()) {
            return new Prompt.Choice.Named(choice.path("name").asString());
        }
        return switch (choice.asString("")) {
            case "none" -> new Prompt.Choice.Forbidden();
            case "required" -> new Prompt.Choice.Any();
            default -> new Prompt.Choice.Free();
        };
    }
}
