// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.util.Map;

/// The `response` of a function: by convention a text under `output` or `result`, a mistake under
/// `error`, and otherwise any object.
///
/// @param text the text, or the object as JSON
/// @param error whether the function failed
record GeminiToolAnswer(String text, boolean error) {

    static GeminiToolAnswer read(JsonText response) {
        Map<String, Object> members = JsonTree.object(JsonTree.of(response));
        if (members != null && members.size() == 1) {
            Map.Entry<String, Object> only = members.entrySet().iterator().next();
            if (only.getValue() instanceof String text) {
                switch (only.getKey()) {
                    case "output", "result" -> {
                        return new GeminiToolAnswer(text, false);
                    }
                    case "error" -> {
                        return new GeminiToolAnswer(text, true);
                    }
                    default -> {}
                }
            }
        }
        return new GeminiToolAnswer(
                response.value(), members != null && members.containsKey("error"));
    }

    /// Writes the member `response`.
    ///
    /// @param structured whether a text that is a JSON object shall be sent as that object
    void write(JsonOut out, boolean structured) {
        if (structured && text.startsWith("{")) {
            JsonText object = AnthropicInput.object(text);
            if (object.value().equals(text.strip())) {
                out.put("response", object);
                return;
            }
        }
        out.object("response").put(error ? "error" : "output", text).end();
    }
}
