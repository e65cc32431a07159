// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// What a tap has seen of a response that passes through.
final class ResponsesSeen {

    private @Nullable String id;
    private @Nullable Usage usage;
    private @Nullable StopReason stopReason;
    private boolean content;
    private boolean calls;
    private long deltas;
    private long characters;

    /// Takes an event.
    void event(ResponsesEventIn event) {
        if (event.response != null) {
            identify(event.response);
        }
        if (event.item != null) {
            calls |= isCall(event.item);
            // Its own tools work for a while before the model says anything.
            content |= isCall(event.item);
        }
        if (event.type.endsWith(".delta") && !event.delta.isEmpty()) {
            count(event.delta.length());
        }
        if (event.terminal() && event.response != null) {
            finish(event.response);
        }
    }

    /// Takes a whole response.
    void whole(ResponsesIn response) {
        identify(response);
        for (ResponsesItemIn item : response.output) {
            calls |= isCall(item);
            item.said.forEach(words -> count(words.text().length()));
            item.thoughts.forEach(text -> count(text.length()));
            if (!item.arguments.isEmpty()) {
                count(item.arguments.length());
            }
        }
        finish(response);
    }

    private static boolean isCall(ResponsesItemIn item) {
        return item.type.equals("function_call") || item.type.equals("custom_tool_call");
    }

    private void identify(ResponsesIn response) {
        id = id == null && !response.id.isEmpty() ? response.id : id;
        usage = response.usage == null ? usage : response.usage;
    }

    private void finish(ResponsesIn response) {
        content = true;
        stopReason = response.stopReason(calls);
    }

    private void count(long more) {
        content = true;
        deltas++;
        characters += more;
    }

    boolean content() {
        return content;
    }

    @Nullable Usage usage() {
        return usage;
    }

    @Nullable StopReason stopReason() {
        return stopReason;
    }

    @Nullable String id() {
        return id;
    }

    long deltas() {
        return deltas;
    }

    long characters() {
        return characters;
    }
}
