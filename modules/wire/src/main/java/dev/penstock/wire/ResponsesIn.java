// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A response object as a provider sends it, plain or inside of an event.
final class ResponsesIn {

    String id = "";
    String model = "";
    private String status = "";
    private String why = "";
    @Nullable Usage usage;
    private @Nullable OpenAiFault fault;
    final List<ResponsesItemIn> output = new ArrayList<>();
    private boolean hasOutput;

    private ResponsesIn() {}

    /// Takes a response.
    static ResponsesIn read(JsonIn in) {
        ResponsesIn response = new ResponsesIn();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (in.isNull()) {
                continue;
            }
            switch (name) {
                case "id" -> response.id = text(in);
                case "model" -> response.model = text(in);
                case "status" -> response.status = text(in);
                case "usage" -> response.usage = ResponsesUsage.read(in);
                case "error" -> response.fault = OpenAiFault.of(in);
                case "incomplete_details" -> response.details(in);
                case "output" -> response.output(in);
                default -> in.skip();
            }
        }
        return response;
    }

    private void details(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("reason")) {
                why = text(in);
            } else {
                in.skip();
            }
        }
    }

    private void output(JsonIn in) {
        if (!in.isArray()) {
            in.skip();
            return;
        }
        hasOutput = true;
        in.array();
        while (in.element()) {
            if (in.isObject()) {
                output.add(ResponsesItemIn.read(in));
            } else {
                in.skip();
            }
        }
    }

    private static String text(JsonIn in) {
        if (in.isString()) {
            return in.string();
        }
        in.skip();
        return "";
    }

    /// Whether it is a response at all.
    boolean isResponse() {
        return hasOutput;
    }

    /// Refuses a response that failed.
    ///
    /// @throws FailureException what the provider says
    void refuseFailed() {
        if (fault != null) {
            throw new FailureException(fault.failure());
        }
        if (status.equals("failed") || status.equals("cancelled")) {
            throw new FailureException(OpenAiFault.of(new byte[] {'{', '}'}, 0, 2).failure());
        }
    }

    /// Why the model stopped.
    ///
    /// @param calls whether it called tools
    StopReason stopReason(boolean calls) {
        if (status.equals("incomplete")) {
            return switch (why.toLowerCase(Locale.ROOT)) {
                case "content_filter" -> StopReason.REFUSAL;
                default -> StopReason.MAX_TOKENS;
            };
        }
        return calls ? StopReason.TOOL_CALLS : StopReason.END;
    }
}
