// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A JSON value of a file and the line on which it begins.
///
/// @param value a map of values, a list of values, a text, a number, a boolean, or null
/// @param line counted from 1
record FileValue(@Nullable Object value, int line) {

    private static final int LARGEST = 1024 * 1024;
    private static final int DEEPEST = 8;
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// Parses a file.
    ///
    /// @throws IllegalArgumentException when it is no JSON, too large or too deep
    static FileValue parse(byte[] file) {
        if (file.length > LARGEST) {
            throw new IllegalArgumentException("line 1: the file is larger than 1 MiB");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), file)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("line 1: the file is empty");
            }
            FileValue root = read(parser, 0);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(
                        "line " + line(parser) + ": something follows the description");
            }
            return root;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new IllegalArgumentException("line " + line + ": " + e.getOriginalMessage(), e);
        }
    }

    private static FileValue read(JsonParser parser, int depth) {
        int line = line(parser);
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("line " + line + ": nested too deeply");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> new FileValue(object(parser, depth), line);
            case START_ARRAY -> new FileValue(array(parser, depth), line);
            case VALUE_STRING -> new FileValue(parser.getString(), line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new FileValue(parser.getDoubleValue(), line);
            case VALUE_TRUE -> new FileValue(true, line);
            case VALUE_FALSE -> new FileValue(false, line);
            case VALUE_NULL -> new FileValue(null, line);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalArgumentException("line " + line + ": no value");
        };
    }

    private static Map<String, FileValue> object(JsonParser parser, int depth) {
        Map<String, FileValue> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser, depth + 1));
        }
        return members;
    }

    private static List<FileValue> array(JsonParser parser, int depth) {
        List<FileValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser, depth + 1));
        }
        return elements;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /// A mistake of this value.
    String at(String mistake) {
        return "line " + line + ": " + mistake;
    }
}
