// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import org.jspecify.annotations.Nullable;

/// A content block on its way to the caller. What came for it and was not sent yet is held here, so
/// a block can wait until the one before it is closed.
abstract sealed class AnthropicBlock {

    /// Takes the deltas of an open block.
    interface Deltas {
        /// Sends one delta.
        ///
        /// @param type such as `text_delta`
        /// @param member the member that holds the text
        void send(String type, String member, String text);
    }

    final StringBuilder held = new StringBuilder();

    /// Whether nothing more is to be expected, so that the next block may be opened.
    abstract boolean over();

    /// Writes the member `content_block` of the start event.
    abstract void start(JsonOut out);

    /// Sends what is held and may already go.
    abstract void flush(Deltas deltas);

    /// Sends what must stand before the stop event.
    abstract void finish(Deltas deltas);

    final void sendHeld(Deltas deltas, String type, String member) {
        if (!held.isEmpty()) {
            deltas.send(type, member, held.toString());
            held.setLength(0);
        }
    }

    /// Words, and refusals in words.
    static final class Text extends AnthropicBlock {
        @Override
        boolean over() {
            return true;
        }

        @Override
        void start(JsonOut out) {
            out.put("type", "text").put("text", "").putNull("citations");
        }

        @Override
        void flush(Deltas deltas) {
            sendHeld(deltas, "text_delta", "text");
        }

        @Override
        void finish(Deltas deltas) {
            flush(deltas);
        }
    }

    /// Visible thinking; its signature comes last.
    static final class Thinking extends AnthropicBlock {
        @Nullable String signature;

        @Override
        boolean over() {
            return true;
        }

        @Override
        void start(JsonOut out) {
            out.put("type", "thinking").put("thinking", "").put("signature", "");
        }

        @Override
        void flush(Deltas deltas) {
            sendHeld(deltas, "thinking_delta", "thinking");
        }

        @Override
        void finish(Deltas deltas) {
            flush(deltas);
            deltas.send("signature_delta", "signature", AnthropicSignature.shown(signature));
        }
    }

    /// Thinking that only its provider can read; complete when it starts.
    static final class Redacted extends AnthropicBlock {
        private final String data;

        Redacted(String data) {
            this.data = data;
        }

        @Override
        boolean over() {
            return true;
        }

        @Override
        void start(JsonOut out) {
            out.put("type", "redacted_thinking").put("data", data);
        }

        @Override
        void flush(Deltas deltas) {}

        @Override
        void finish(Deltas deltas) {}
    }

    /// A tool call. Arguments that do not begin like an object wait for their end.
    static final class Tool extends AnthropicBlock {
        private final String id;
        private final String name;
        private final JsonExtent extent = new JsonExtent();
        private boolean sent;

        Tool(String id, String name) {
            this.id = id;
            this.name = name;
        }

        void add(String fragment) {
            if (!extent.complete()) {
                extent.feed(fragment);
                held.append(fragment);
            }
        }

        @Override
        boolean over() {
            return extent.complete();
        }

        @Override
        void start(JsonOut out) {
            out.put("type", "tool_use").put("id", id).put("name", name);
            out.object("input").end().object("caller").put("type", "direct").end();
        }

        @Override
        void flush(Deltas deltas) {
            if (extent.object() && !held.isEmpty()) {
                sent = true;
                sendHeld(deltas, "input_json_delta", "partial_json");
            }
        }

        @Override
        void finish(Deltas deltas) {
            flush(deltas);
            if (!sent) {
                String input = AnthropicInput.object(held.toString()).value();
                deltas.send("input_json_delta", "partial_json", input);
            }
        }
    }
}
