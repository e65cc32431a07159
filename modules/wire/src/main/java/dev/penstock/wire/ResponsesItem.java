// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One item of a response's `output` as it grows.
sealed interface ResponsesItem {

    /// Writes its members.
    ///
    /// @param status `in_progress`, `completed` or `incomplete`
    void members(JsonOut out, String status);

    /// The item's own id, which is not that of a tool call.
    String id();

    /// What the model says.
    record Words(String id, List<Piece> pieces) implements ResponsesItem {

        Words(String id) {
            this(id, new ArrayList<>());
        }

        @Override
        public void members(JsonOut out, String status) {
            out.put("id", id).put("type", "message").put("status", status).array("content");
            pieces.forEach(piece -> {
                out.object();
                piece.members(out);
                out.end();
            });
            out.end().put("role", "assistant");
        }
    }

    /// A part of a message.
    record Piece(boolean refusal, StringBuilder text) {

        Piece(boolean refusal) {
            this(refusal, new StringBuilder());
        }

        void members(JsonOut out) {
            if (refusal) {
                out.put("type", "refusal").put("refusal", text.toString());
            } else {
                out.put("type", "output_text")
                        .put("text", text.toString())
                        .array("annotations")
                        .end()
                        .array("logprobs")
                        .end();
            }
        }
    }

    /// What the model thinks.
    final class Thought implements ResponsesItem {
        private final String id;
        final StringBuilder text = new StringBuilder();
        @Nullable String seal;

        Thought(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        // Reasoning has no status while it comes whole; clients ignore it.
        @Override
        public void members(JsonOut out, String status) {
            out.put("id", id).put("type", "reasoning").array("summary");
            if (!text.isEmpty() && !status.equals("in_progress")) {
                out.object().put("type", "summary_text").put("text", text.toString()).end();
            }
            out.end();
            if (!status.equals("in_progress")) {
                out.put("encrypted_content", seal == null ? ResponsesSeal.signed(null) : seal);
            }
        }
    }

    /// A tool that the model calls.
    ///
    /// @param custom whether it takes a text instead of JSON
    record Call(String id, String callId, String name, boolean custom, StringBuilder written)
            implements ResponsesItem {

        /// The JSON arguments.
        String arguments() {
            return OpenAiAnswerBody.arguments(written.toString());
        }

        /// The text of a custom tool.
        String input() {
            return ResponsesCustomTool.input(written.toString());
        }

        @Override
        public void members(JsonOut out, String status) {
            boolean begun = status.equals("in_progress");
            out.put("id", id).put("type", custom ? "custom_tool_call" : "function_call");
            out.put("status", status).put("call_id", callId).put("name", name);
            if (custom) {
                out.put("input", begun ? "" : input());
            } else {
                out.put("arguments", begun ? "" : arguments());
            }
        }
    }
}
