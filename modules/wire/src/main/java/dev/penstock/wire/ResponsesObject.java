// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A response as it grows: what every event of its life cycle shows, and what a plain answer is.
final class ResponsesObject {

    private final AnswerIdentity identity;
    private final ResponsesEcho echo;
    private final List<ResponsesItem> items = new ArrayList<>();
    private @Nullable Usage usage;

    ResponsesObject(AnswerIdentity identity, ResponsesEcho echo) {
        this.identity = identity;
        this.echo = echo;
    }

    /// Adds an item.
    ///
    /// @return its place
    int add(ResponsesItem item) {
        items.add(item);
        return items.size() - 1;
    }

    /// An id for the next item.
    String nextId(String prefix) {
        return prefix + identity.id() + "_" + items.size();
    }

    /// The next tool call.
    ResponsesItem.Call call(String callId, String name) {
        boolean custom = echo.custom(name);
        return new ResponsesItem.Call(
                nextId(custom ? "ctc_" : "fc_"), callId, name, custom, new StringBuilder());
    }

    void usage(Usage counted) {
        usage = counted;
    }

    /// The status of an answer that stopped for a reason.
    String status(StopReason reason) {
        return incomplete(reason) == null ? "completed" : "incomplete";
    }

    private @Nullable String incomplete(StopReason reason) {
        return switch (reason) {
            case END, STOP_SEQUENCE, TOOL_CALLS, PAUSE -> null;
            case MAX_TOKENS, CONTEXT_WINDOW -> "max_output_tokens";
            // A refusal in words is an answer.
            case REFUSAL -> refused() ? null : "content_filter";
        };
    }

    private boolean refused() {
        return items.stream()
                .anyMatch(item ->
                        item instanceof ResponsesItem.Words words
                                && words.pieces().stream().anyMatch(ResponsesItem.Piece::refusal));
    }

    /// Writes the members of a response that has only begun.
    void begun(JsonOut out) {
        head(out, "in_progress");
        out.putNull("error").putNull("incomplete_details").array("output").end();
        out.putNull("usage");
    }

    /// Writes the members of a response that is over.
    void over(JsonOut out, StopReason reason) {
        head(out, status(reason));
        out.putNull("error");
        String why = incomplete(reason);
        if (why == null) {
            out.putNull("incomplete_details");
        } else {
            out.object("incomplete_details").put("reason", why).end();
        }
        output(out, status(reason));
        ResponsesUsage.write(out, usage);
    }

    /// Writes the members of a response that failed.
    void failed(JsonOut out, Failure failure) {
        head(out, "failed");
        out.object("error")
                .put("code", ResponsesErrors.code(failure))
                .put("message", failure.message())
                .end();
        out.putNull("incomplete_details");
        output(out, "incomplete");
        ResponsesUsage.write(out, usage);
    }

    // All items but the last are whole in any case.
    private void output(JsonOut out, String lastStatus) {
        out.array("output");
        for (int i = 0; i < items.size(); i++) {
            out.object();
            items.get(i).members(out, i == items.size() - 1 ? lastStatus : "completed");
            out.end();
        }
        out.end();
    }

    private void head(JsonOut out, String status) {
        out.put("id", "resp_" + identity.id())
                .put("object", "response")
                .put("created_at", identity.created().getEpochSecond())
                .put("status", status)
                .put("background", Boolean.FALSE)
                .put("model", identity.model())
                .putNull("previous_response_id")
                .put("store", Boolean.FALSE)
                .put("service_tier", "default");
        echo.write(out);
    }
}
