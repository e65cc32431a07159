// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON of requests and answers.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// The body as JSON, null when it is none.
    static @Nullable JsonNode parse(RecordedRequest request) {
        try {
            return read(request.text());
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /// The text as JSON.
    ///
    /// @throws JacksonException when it is none
    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
