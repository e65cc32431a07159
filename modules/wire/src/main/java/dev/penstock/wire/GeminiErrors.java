// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import java.time.Duration;

/// Failures in the words of Google's format.
final class GeminiErrors {

    private GeminiErrors() {}

    static byte[] body(Failure failure) {
        JsonOut out = new JsonOut();
        write(out, failure);
        return out.bytes();
    }

    static byte[] event(Failure failure) {
        return new SseOut().data(out -> write(out, failure)).take();
    }

    private static void write(JsonOut out, Failure failure) {
        out.object()
                .object("error")
                .put("code", (long) failure.status())
                .put("message", failure.message())
                .put("status", word(failure));
        details(out, failure);
        out.end().end();
    }

    private static void details(JsonOut out, Failure failure) {
        Duration wait = failure.retryAfter();
        String param = failure instanceof Failure.Caller caller ? caller.param() : null;
        if (wait == null && param == null) {
            return;
        }
        out.array("details");
        if (wait != null) {
            out.object()
                    .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
                    .put("retryDelay", Math.max(0, (wait.toMillis() + 999) / 1_000) + "s")
                    .end();
        }
        if (param != null) {
            out.object()
                    .put("@type", "type.googleapis.com/google.rpc.BadRequest")
                    .array("fieldViolations")
                    .object()
                    .put("field", param)
                    .put("description", failure.message())
                    .end()
                    .end()
                    .end();
        }
        out.end();
    }

    private static String word(Failure failure) {
        return switch (failure) {
            case Failure.Caller caller ->
                    switch (caller.kind()) {
                        case BAD_REQUEST,
                                CONTEXT_LENGTH,
                                METHOD_NOT_ALLOWED,
                                TOO_LARGE,
                                UNSUPPORTED_MEDIA_TYPE ->
                                "INVALID_ARGUMENT";
                        case UNAUTHENTICATED -> "UNAUTHENTICATED";
                        case FORBIDDEN -> "PERMISSION_DENIED";
                        case NOT_FOUND, UNKNOWN_MODEL -> "NOT_FOUND";
                        case TOO_SLOW -> "DEADLINE_EXCEEDED";
                        case GONE -> "CANCELLED";
                    };
            case Failure.Limit limit ->
                    switch (limit.kind()) {
                        case RATE, CONCURRENCY, BUDGET -> "RESOURCE_EXHAUSTED";
                    };
            case Failure.Provider provider -> word(provider);
            case Failure.Gateway gateway ->
                    switch (gateway.kind()) {
                        case INTERNAL -> "INTERNAL";
                        case STORE_UNAVAILABLE, BUSY, STOPPING -> "UNAVAILABLE";
                    };
        };
    }

    private static String word(Failure.Provider failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, TLS, FAILED, MALFORMED, TRUNCATED, CREDENTIAL_REJECTED -> "INTERNAL";
            case NO_CREDENTIAL, OVERLOADED -> "UNAVAILABLE";
            case TIMEOUT -> "DEADLINE_EXCEEDED";
            case RATE_LIMITED, QUOTA -> "RESOURCE_EXHAUSTED";
            case REJECTED -> failure.status() == 404 ? "NOT_FOUND" : "INVALID_ARGUMENT";
        };
    }
}
