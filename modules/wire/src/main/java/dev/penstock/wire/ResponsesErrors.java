// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;

/// Failures in the words of the Responses format. Bodies are those of chat completions; inside of
/// streams and responses a smaller set of codes is known.
final class ResponsesErrors {

    private ResponsesErrors() {}

    /// Writes the error object as the body.
    static void write(JsonOut out, Failure failure) {
        OpenAiErrors.write(out, named(failure));
    }

    /// Writes an `error` event: flat, as the format has it, and with the object that clients throw.
    static void event(JsonOut out, Failure failure, long sequence) {
        Failure told = named(failure);
        out.object()
                .put("type", "error")
                .put("sequence_number", sequence)
                .put("code", code(told))
                .put("message", told.message())
                .putNull("param");
        OpenAiErrors.member(out, told);
        out.end();
    }

    /// The code in `response.error`, a set that clients switch on.
    static String code(Failure failure) {
        return switch (failure) {
            case Failure.Caller caller ->
                    caller.kind() == Failure.CallerKind.CONTEXT_LENGTH
                            ? "context_length_exceeded"
                            : "invalid_prompt";
            case Failure.Limit limit ->
                    switch (limit.kind()) {
                        case RATE, CONCURRENCY -> "rate_limit_exceeded";
                        case BUDGET -> "insufficient_quota";
                    };
            case Failure.Provider provider ->
                    switch (provider.kind()) {
                        case RATE_LIMITED -> "rate_limit_exceeded";
                        case QUOTA -> "insufficient_quota";
                        case REJECTED -> "invalid_prompt";
                        case OVERLOADED -> "server_is_overloaded";
                        case UNREACHABLE,
                                TLS,
                                TIMEOUT,
                                FAILED,
                                MALFORMED,
                                TRUNCATED,
                                CREDENTIAL_REJECTED,
                                NO_CREDENTIAL ->
                                "server_error";
                    };
            case Failure.Gateway _ -> "server_error";
        };
    }

    // Other codecs name the conversation as their formats do.
    private static Failure named(Failure failure) {
        if (failure instanceof Failure.Caller caller
                && caller.param() != null
                && caller.param().startsWith("messages")) {
            return new Failure.Caller(caller.kind(), caller.message(), "input");
        }
        if (failure instanceof Failure.Caller caller
                && caller.param() == null
                && caller.kind() == Failure.CallerKind.CONTEXT_LENGTH) {
            return new Failure.Caller(caller.kind(), caller.message(), "input");
        }
        return failure;
    }
}
