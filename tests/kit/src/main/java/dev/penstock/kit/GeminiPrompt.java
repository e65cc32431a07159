// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Understands an accepted request in Google's format.
final class GeminiPrompt {
    private final JsonNode body;
    private final List<String> results = new ArrayList<>();
    private String lastUser = "";
    private int images;
    private long tokens;

    private GeminiPrompt(JsonNode body) {
        this.body = body;
    }

    static Prompt of(Inspected body, SimulatedModel model, boolean streamed) {
        return new GeminiPrompt(body.node()).read(model, streamed);
    }

    private Prompt read(SimulatedModel model, boolean streamed) {
        String system = text(body.path("systemInstruction"));
        body.path("contents").forEach(this::content);
        tokens += Improvisation.tokens(system);
        tokens += Improvisation.tokens(body.path("tools").toString());
        List<String> tools =
                body.path("tools")
                        .valueStream()
                        .flatMap(tool -> tool.path("functionDeclarations").valueStream())
                        .map(function -> function.path("name").asString(""))
                        .toList();
        JsonNode config = body.path("generationConfig");
        JsonNode most = config.path("maxOutputTokens");
        return new Prompt(
                model,
                streamed,
                true,
                system,
                body.path("contents").size(),
                lastUser,
                results,
                tools,
                choice(),
                true,
                images,
                most.isNumber() ? Optional.of(most.asInt()) : Optional.empty(),
                config.path("stopSequences").valueStream().map(JsonNode::asString).toList(),
                Math.max(1, tokens + 85L * images));
    }

    private void content(JsonNode content) {
        results.clear();
        String text = text(content);
        tokens += Improvisation.tokens(text);
        content.path("parts").forEach(this::part);
        if (!content.path("role").asString("user").equals("model") && !text.isEmpty()) {
            lastUser = text;
        }
    }

    private void part(JsonNode part) {
        images +=
                part.path("inlineData").path("mimeType").asString("").startsWith("image/") ? 1 : 0;
        tokens += Improvisation.tokens(part.path("functionCall").path("args").toString());
        JsonNode response = part.path("functionResponse");
        if (response.isObject()) {
            String result = result(response.path("response"));
            tokens += Improvisation.tokens(result);
            results.add(result);
            response.path("parts").forEach(this::part);
        }
    }

    private static String result(JsonNode response) {
        for (String name : List.of("output", "result", "error")) {
            if (response.path(name).isString()) {
                return response.path(name).asString();
            }
        }
        return response.toString();
    }

    private static String text(JsonNode content) {
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content.path("parts")) {
            if (part.path("text").isString() && !part.path("thought").asBoolean(false)) {
                texts.add(part.path("text").asString());
            }
        }
        return String.join("\n", texts);
    }

    private Prompt.Choice choice() {
        JsonNode config = body.path("toolConfig").path("functionCallingConfig");
        return switch (config.path("mode").asString("AUTO")) {
            case "NONE" -> new Prompt.Choice.Forbidden();
            case "ANY" ->
                    config.path("allowedFunctionNames").size() == 1
                            ? new Prompt.Choice.Named(
                                    config.path("allowedFunctionNames").get(0).asString(""))
                            : new Prompt.Choice.Any();
            default -> new Prompt.Choice.Free();
        };
    }
}
