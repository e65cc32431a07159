// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import org.jspecify.annotations.Nullable;

/// One event of a stream, or an error body: the members that anyone looks at, whatever its type,
/// because the type may stand behind them. Used again for the next event.
final class AnthropicEvent {

    String type = "";
    int index;
    @Nullable String messageId;
    String model = "";

    /// Type of the content block or of the delta.
    String partType = "";

    String text = "";
    String signature = "";
    String data = "";
    @Nullable String toolId;
    @Nullable String toolName;
    @Nullable JsonText input;
    @Nullable String stopReason;
    @Nullable String stopSequence;
    @Nullable String errorType;
    @Nullable String errorMessage;

    /// Takes the JSON of one event.
    ///
    /// @param usage takes what the event tells about it
    /// @throws dev.penstock.inference.FailureException of kind MALFORMED
    void read(byte[] bytes, int offset, int length, AnthropicUsage usage) {
        clear();
        try (JsonIn in = JsonIn.provider(bytes, offset, length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                switch (name) {
                    case "type" -> type = in.string();
                    case "index" -> index = (int) in.integer();
                    case "message" -> message(in, usage);
                    case "content_block", "delta" -> part(in);
                    case "usage" -> usage.read(in);
                    case "error" -> error(in);
                    default -> in.skip();
                }
            }
            if (type.isEmpty() && (errorType != null || errorMessage != null)) {
                type = "error";
            }
            in.end();
        }
    }

    private void clear() {
        type = "";
        index = 0;
        messageId = null;
        model = "";
        partType = "";
        text = "";
        signature = "";
        data = "";
        toolId = null;
        toolName = null;
        input = null;
        stopReason = null;
        stopSequence = null;
        errorType = null;
        errorMessage = null;
    }

    private void message(JsonIn in, AnthropicUsage usage) {
        if (!in.isObject()) {
            // Some servers put the words of an error there.
            errorMessage = in.isString() ? in.string() : errorMessage;
            in.skip();
            return;
        }
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "id" -> messageId = in.optionalString();
                case "model" -> model = orEmpty(in);
                case "usage" -> usage.read(in);
                default -> in.skip();
            }
        }
    }

    private void part(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> partType = in.string();
                case "text", "thinking", "partial_json" -> text = orEmpty(in);
                case "signature" -> signature = orEmpty(in);
                case "data" -> data = in.isString() ? in.string() : skipped(in);
                case "id" -> toolId = in.optionalString();
                case "name" -> toolName = in.optionalString();
                case "input" -> input = in.optionalRaw();
                case "stop_reason" -> stopReason = in.optionalString();
                case "stop_sequence" -> stopSequence = in.optionalString();
                default -> in.skip();
            }
        }
    }

    private void error(JsonIn in) {
        if (!in.isObject()) {
            errorMessage = in.isString() ? in.string() : errorMessage;
            in.skip();
            return;
        }
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "type" -> errorType = in.isString() ? in.string() : skipped(in);
                case "message" -> errorMessage = in.isString() ? in.string() : skipped(in);
                default -> in.skip();
            }
        }
    }

    /// The id of the tool call that a `content_block_start` begins.
    ///
    /// @param tool counts the calls of the answer
    /// @param answer the id of the answer, which makes up for a missing one
    static String callId(@Nullable String given, int tool, String answer) {
        return given == null || given.isBlank() ? "toolu_" + answer + "_" + tool : given;
    }

    private static String orEmpty(JsonIn in) {
        String value = in.optionalString();
        return value == null ? "" : value;
    }

    private static String skipped(JsonIn in) {
        in.skip();
        return "";
    }
}
