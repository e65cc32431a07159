// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import dev.penstock.inference.ResponseFormat;
import org.jspecify.annotations.Nullable;

/// The member `text.format`, both ways: flat, unlike `response_format` of chat completions.
final class ResponsesTextFormat {

    private ResponsesTextFormat() {}

    /// Takes a format or null.
    static @Nullable ResponseFormat read(JsonIn in) {
        if (in.isNull()) {
            return null;
        }
        String type = null;
        String title = null;
        String description = null;
        JsonText schema = null;
        Boolean strict = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = in.string();
                case "name" -> title = OpenAiToolReader.name(in);
                case "description" -> description = in.optionalString();
                case "schema" -> schema = OpenAiToolReader.schema(in);
                case "strict" -> strict = in.optionalBool();
                default -> in.skip();
            }
        }
        if (type == null) {
            throw in.missing("type");
        }
        return switch (type) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> {
                if (title == null) {
                    throw in.missing("name");
                }
                yield new ResponseFormat.JsonSchema(title, description, schema, strict);
            }
            default -> throw in.faultIn("type", "must be text, json_object or json_schema");
        };
    }

    /// Writes the member `text`.
    static void write(JsonOut out, ResponseFormat format) {
        out.object("text").object("format");
        switch (format) {
            case ResponseFormat.Text _ -> out.put("type", "text");
            case ResponseFormat.JsonObject _ -> out.put("type", "json_object");
            case ResponseFormat.JsonSchema schema ->
                    out.put("type", "json_schema")
                            .put("name", schema.name())
                            .put("description", schema.description())
                            .put("schema", schema.schema())
                            .put("strict", schema.strict());
        }
        out.end().end();
    }
}
