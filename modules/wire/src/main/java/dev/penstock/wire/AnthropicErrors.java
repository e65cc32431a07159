// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import java.util.Locale;

/// Failures in the words of the Messages format.
final class AnthropicErrors {

    private static final String TOO_LONG = "prompt is too long";

    private AnthropicErrors() {}

    /// The HTTP status that clients of the format expect.
    static int status(Failure failure) {
        return switch (failure) {
            case Failure.Limit l when l.kind() == Failure.LimitKind.BUDGET -> 402;
            case Failure.Provider p ->
                    switch (p.kind()) {
                        case OVERLOADED -> 529;
                        case QUOTA -> 402;
                        case UNREACHABLE,
                                TLS,
                                TIMEOUT,
                                FAILED,
                                MALFORMED,
                                TRUNCATED,
                                CREDENTIAL_REJECTED,
                                NO_CREDENTIAL,
                                RATE_LIMITED,
                                REJECTED ->
                                p.status();
                    };
            case Failure.Caller _, Failure.Limit _, Failure.Gateway _ -> failure.status();
        };
    }

    static byte[] body(Failure failure, String requestId) {
        JsonOut out = new JsonOut();
        write(out, failure, requestId);
        return out.bytes();
    }

    static byte[] event(Failure failure, String requestId) {
        return new SseOut().event("error", out -> write(out, failure, requestId)).take();
    }

    private static void write(JsonOut out, Failure failure, String requestId) {
        out.object()
                .put("type", "error")
                .object("error")
                .put("type", type(failure))
                .put("message", message(failure))
                .end()
                .put("request_id", requestId)
                .end();
    }

    private static String message(Failure failure) {
        String message = failure.message();
        // Clients look for these words to shorten the conversation and try again.
        return failure instanceof Failure.Caller c
                        && c.kind() == Failure.CallerKind.CONTEXT_LENGTH
                        && !message.toLowerCase(Locale.ROOT).contains(TOO_LONG)
                ? TOO_LONG + ": " + message
                : message;
    }

    private static String type(Failure failure) {
        return switch (failure) {
            case Failure.Caller c -> type(c.kind());
            case Failure.Limit l ->
                    switch (l.kind()) {
                        case RATE, CONCURRENCY -> "rate_limit_error";
                        case BUDGET -> "billing_error";
                    };
            case Failure.Provider p -> type(p);
            case Failure.Gateway g ->
                    switch (g.kind()) {
                        case INTERNAL, STORE_UNAVAILABLE -> "api_error";
                        case BUSY, STOPPING -> "overloaded_error";
                    };
        };
    }

    private static String type(Failure.CallerKind kind) {
        return switch (kind) {
            case BAD_REQUEST, CONTEXT_LENGTH, METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, GONE ->
                    "invalid_request_error";
            case UNAUTHENTICATED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case NOT_FOUND, UNKNOWN_MODEL -> "not_found_error";
            case TOO_SLOW -> "timeout_error";
            case TOO_LARGE -> "request_too_large";
        };
    }

    private static String type(Failure.Provider failure) {
        return switch (failure.kind()) {
            case UNREACHABLE,
                    TLS,
                    FAILED,
                    MALFORMED,
                    TRUNCATED,
                    CREDENTIAL_REJECTED,
                    NO_CREDENTIAL ->
                    "api_error";
            case TIMEOUT -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            case RATE_LIMITED -> "rate_limit_error";
            case QUOTA -> "billing_error";
            case REJECTED ->
                    switch (failure.status()) {
                        case 404 -> "not_found_error";
                        case 409 -> "conflict_error";
                        case 413 -> "request_too_large";
                        default -> "invalid_request_error";
                    };
        };
    }
}
