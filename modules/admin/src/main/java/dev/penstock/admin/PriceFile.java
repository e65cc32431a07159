// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a price file of the shape of LiteLLM's `model_prices_and_context_window.json`: one object with a
/// member for each model.
final class PriceFile {

    /// The largest file.
    static final int MAX_BYTES = 8 << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Amounts of money are decimal.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private PriceFile() {}

    /// A member of the file.
    ///
    /// @param name the name of the model as the file has it
    /// @param line where it stands, from 1
    /// @param row what it says
    record Entry(String name, int line, JsonNode row) {}

    /// The members in their order.
    ///
    /// @throws ProblemException naming line and column, when it is not such a file
    static List<Entry> read(byte[] bytes) {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.badRequest(
                        "the file does not begin with a JSON object; send one with a member for"
                                + " each model");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                int line = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                entries.add(new Entry(name, line, row(parser, line)));
            }
            if (parser.nextToken() != null) {
                throw Problem.badRequest(
                        "the file goes on after its object, at line "
                                + parser.currentTokenLocation().getLineNr());
            }
        } catch (JacksonException e) {
            throw Problem.badRequest(
                    "the file is not JSON, or names a member twice, at line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr());
        }
        return entries;
    }

    // What the parser says of numbers of absurd exponents is no exception of its own kind.
    private static JsonNode row(JsonParser parser, int line) {
        try {
            return parser.readValueAsTree();
        } catch (NumberFormatException _) {
            throw Problem.badRequest(
                    "the file has a number that is none, in the entry that begins at line " + line);
        }
    }
}
