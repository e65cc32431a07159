// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How OpenAI says what is wrong with a request.
final class OpenAiComplaints implements Complaints {
    static final OpenAiComplaints WORDS = new OpenAiComplaints();

    private static final Map<String, String> ARTICLES =
            Map.of("object", "an object", "array", "an array", "integer", "an integer");

    private OpenAiComplaints() {}

    @Override
    public String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public String element(String path, int index) {
        return path + "[" + index + "]";
    }

    @Override
    public Refusal unknown(String path) {
        return path.contains(".")
                ? bad("unknown_parameter", path, "Unknown parameter: '" + path + "'.")
                : bad(null, null, "Unrecognized request argument supplied: " + path);
    }

    @Override
    public Refusal missing(String path) {
        return bad(
                "missing_required_parameter", path, "Missing required parameter: '" + path + "'.");
    }

    @Override
    public Refusal wrongType(String path, String expected, String actual) {
        return bad(
                "invalid_type",
                path,
                "Invalid type for '%s': expected %s, but got %s instead."
                        .formatted(path, article(expected), article(actual)));
    }

    @Override
    public Refusal badValue(String path, String value, String allowed) {
        return bad(
                "invalid_value",
                path,
                "Invalid value: '%s'. Supported values are: %s.".formatted(value, allowed));
    }

    @Override
    public Refusal wrong(String path, String message) {
        return bad(null, path, message);
    }

    static Refusal unsupportedParameter(String name, String instead) {
        return bad(
                "unsupported_parameter",
                name,
                "Unsupported parameter: '%s' is not supported with this model.%s"
                        .formatted(name, instead));
    }

    static Refusal bad(@Nullable String code, @Nullable String param, String message) {
        return new Refusal(400, "invalid_request_error", code, param, message);
    }

    private static String article(String type) {
        return ARTICLES.getOrDefault(type, "a " + type);
    }
}
