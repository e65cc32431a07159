// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.FailureException;
import org.jspecify.annotations.Nullable;

/// One event of a provider's stream. What it is stands in its data; its name is forgotten by some
/// servers.
final class ResponsesEventIn {

    String type = "";
    String delta = "";
    int outputIndex;
    long summaryIndex;
    @Nullable ResponsesItemIn item;
    @Nullable ResponsesIn response;
    private boolean fault;

    private ResponsesEventIn() {}

    /// Reads an event.
    ///
    /// @throws FailureException when it says that the answer failed, or is no event
    static ResponsesEventIn read(byte[] bytes, int offset, int length) {
        ResponsesEventIn event = new ResponsesEventIn();
        try (JsonIn in = JsonIn.provider(bytes, offset, length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                event.read(in, name);
            }
            in.end();
        }
        if (event.fault || event.type.equals("error")) {
            throw new FailureException(OpenAiFault.of(bytes, offset, length).failure());
        }
        if (event.response != null) {
            event.response.refuseFailed();
        }
        return event;
    }

    private void read(JsonIn in, String name) {
        if (in.isNull()) {
            return;
        }
        switch (name) {
            case "type" -> type = in.string();
            case "delta" -> {
                if (in.isString()) {
                    delta = in.string();
                } else {
                    in.skip();
                }
            }
            case "output_index" -> outputIndex = Math.clamp(in.integer(), 0, 1 << 20);
            case "summary_index" -> summaryIndex = in.integer();
            case "item" -> item = ResponsesItemIn.read(in);
            case "response" -> response = ResponsesIn.read(in);
            case "error" -> {
                fault = true;
                in.skip();
            }
            default -> in.skip();
        }
    }

    /// Whether nothing of the answer follows.
    boolean terminal() {
        return type.equals("response.completed") || type.equals("response.incomplete");
    }
}
