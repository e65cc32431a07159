// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import dev.penstock.inference.ResponseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a caller of the Messages format says about thinking and about the shape of the answer:
/// `thinking`, `output_config`, and its older form `output_format`.
final class AnthropicEffort {

    private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

    private @Nullable String thinking;
    private @Nullable Long budget;
    private @Nullable String effort;
    private @Nullable ResponseFormat format;

    /// Takes a member if it is one of these.
    ///
    /// @return whether it was
    boolean read(String name, JsonIn in) {
        switch (name) {
            case "thinking" -> readThinking(in);
            case "output_config" -> readConfig(in);
            case "output_format" -> format = readFormat(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// What the caller asked for, or null. Adaptive thinking without an effort is documented to think
    /// as with `high`.
    @Nullable String effort() {
        if ("disabled".equals(thinking)) {
            return "none";
        }
        return effort == null && "adaptive".equals(thinking) ? "high" : effort;
    }

    @Nullable Long budget() {
        return "enabled".equals(thinking) ? budget : null;
    }

    @Nullable ResponseFormat format() {
        return format;
    }

    private void readThinking(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> thinking = thinkingType(in);
                case "budget_tokens" -> budget = in.optionalInteger();
                default -> in.skip();
            }
        }
        if (thinking == null) {
            throw in.missing("type");
        }
        if (thinking.equals("enabled") && (budget == null || budget < 1)) {
            throw in.faultIn("budget_tokens", "must be at least 1 when thinking is enabled");
        }
    }

    private static String thinkingType(JsonIn in) {
        String type = in.string();
        return switch (type) {
            case "enabled", "adaptive", "disabled" -> type;
            // Thinking in between only: no other provider has a word for it, its own default
            // serves.
            case "between_tools" -> type;
            default ->
                    throw in.fault("must be 'enabled', 'adaptive', 'disabled' or 'between_tools'");
        };
    }

    private void readConfig(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "effort" -> effort = readEffort(in);
                case "format" -> {
                    if (!in.isNull()) {
                        format = readFormat(in);
                    }
                }
                default -> in.skip();
            }
        }
    }

    private static @Nullable String readEffort(JsonIn in) {
        String value = in.optionalString();
        if (value != null && !EFFORTS.contains(value)) {
            throw in.fault("must be one of " + String.join(", ", EFFORTS));
        }
        return value;
    }

    private static ResponseFormat readFormat(JsonIn in) {
        String type = null;
        JsonText schema = null;
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> type = in.string();
                case "schema" -> {
                    if (!in.isNull()) {
                        in.object();
                        schema = in.raw();
                    }
                }
                default -> in.skip();
            }
        }
        if (!"json_schema".equals(type)) {
            throw in.faultIn("type", "must be 'json_schema'");
        }
        if (schema == null) {
            throw in.missing("schema");
        }
        // The other formats name their schemas, this one does not.
        return new ResponseFormat.JsonSchema("answer", null, schema, null);
    }
}
