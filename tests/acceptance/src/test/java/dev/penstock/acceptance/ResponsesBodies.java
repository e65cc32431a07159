// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Scenarios as a client of the Responses format sends them.
final class ResponsesBodies {
    private ResponsesBodies() {}

    static ObjectNode of(Scenario scenario, String model) {
        JsonNode chat = Json.object(scenario.openAi());
        ObjectNode body = Json.object().put("model", model).put("store", false);
        ArrayNode input = body.putArray("input");
        for (JsonNode message : chat.path("messages")) {
            message(message, input);
        }
        if (chat.has("tools")) {
            ArrayNode tools = body.putArray("tools");
            for (JsonNode tool : chat.path("tools")) {
                ObjectNode flat = tools.addObject().put("type", "function");
                flat.setAll((ObjectNode) tool.path("function"));
                flat.put("strict", false);
            }
        }
        JsonNode choice = chat.path("tool_choice");
        if (choice.isString()) {
            body.set("tool_choice", choice);
        } else if (choice.isObject()) {
            body.putObject("tool_choice")
                    .put("type", "function")
                    .put("name", choice.path("function").path("name").asString());
        }
        if (chat.has("parallel_tool_calls")) {
            body.set("parallel_tool_calls", chat.path("parallel_tool_calls"));
        }
        return body;
    }

    private static void message(JsonNode message, ArrayNode input) {
        String role = message.path("role").asString();
        if (role.equals("tool")) {
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", message.path("tool_call_id").asString())
                    .set("output", message.path("content"));
            return;
        }
        boolean assistant = role.equals("assistant");
        if (message.hasNonNull("content")) {
            ObjectNode item = input.addObject().put("role", role);
            JsonNode content = message.path("content");
            if (content.isString()) {
                item.set("content", content);
            } else {
                ArrayNode parts = item.putArray("content");
                content.forEach(part -> part(part, assistant, parts.addObject()));
            }
        }
        for (JsonNode call : message.path("tool_calls")) {
            input.addObject()
                    .put("type", "function_call")
                    .put("call_id", call.path("id").asString())
                    .put("name", call.path("function").path("name").asString())
                    .put("arguments", call.path("function").path("arguments").asString());
        }
    }

    private static void part(JsonNode part, boolean assistant, ObjectNode target) {
        if (part.has("image_url")) {
            target.put("type", "input_image")
                    .put("image_url", part.path("image_url").path("url").asString())
                    .put("detail", "auto");
        } else {
            target.put("type", assistant ? "output_text" : "input_text")
                    .put("text", part.path("text").asString());
        }
    }
}
