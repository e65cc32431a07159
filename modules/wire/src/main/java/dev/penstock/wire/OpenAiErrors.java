// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import org.jspecify.annotations.Nullable;

/// Failures in the words of OpenAI's format: `type` and `code` are what clients switch on.
final class OpenAiErrors {

    private static final String INVALID = "invalid_request_error";
    private static final String RATE = "rate_limit_error";
    private static final String QUOTA = "insufficient_quota";
    private static final String SERVER = "server_error";
    private static final String UNAVAILABLE = "service_unavailable_error";

    private OpenAiErrors() {}

    /// Writes the error object as the body, or as the data of an event.
    static void write(JsonOut out, Failure failure) {
        out.object();
        member(out, failure);
        out.end();
    }

    /// Writes the member `error`.
    static void member(JsonOut out, Failure failure) {
        out.object("error")
                .put("message", failure.message())
                .put("type", type(failure))
                .putOrNull("param", param(failure))
                .putOrNull("code", code(failure))
                .end();
    }

    private static String type(Failure failure) {
        return switch (failure) {
            case Failure.Caller caller ->
                    caller.kind() == Failure.CallerKind.FORBIDDEN ? "request_forbidden" : INVALID;
            case Failure.Limit limit ->
                    switch (limit.kind()) {
                        case RATE, CONCURRENCY -> RATE;
                        case BUDGET -> QUOTA;
                    };
            case Failure.Provider provider ->
                    switch (provider.kind()) {
                        case RATE_LIMITED -> RATE;
                        case QUOTA -> QUOTA;
                        case REJECTED -> INVALID;
                        case OVERLOADED, NO_CREDENTIAL -> UNAVAILABLE;
                        case UNREACHABLE,
                                TLS,
                                TIMEOUT,
                                FAILED,
                                MALFORMED,
                                TRUNCATED,
                                CREDENTIAL_REJECTED ->
                                SERVER;
                    };
            case Failure.Gateway gateway ->
                    switch (gateway.kind()) {
                        case INTERNAL -> SERVER;
                        case STORE_UNAVAILABLE, BUSY, STOPPING -> UNAVAILABLE;
                    };
        };
    }

    private static @Nullable String code(Failure failure) {
        return switch (failure) {
            case Failure.Caller caller ->
                    switch (caller.kind()) {
                        case BAD_REQUEST -> null;
                        case CONTEXT_LENGTH -> "context_length_exceeded";
                        case UNAUTHENTICATED -> "invalid_api_key";
                        case UNKNOWN_MODEL -> "model_not_found";
                        case FORBIDDEN,
                                NOT_FOUND,
                                METHOD_NOT_ALLOWED,
                                TOO_SLOW,
                                TOO_LARGE,
                                UNSUPPORTED_MEDIA_TYPE,
                                GONE ->
                                failure.code();
                    };
            case Failure.Limit limit ->
                    switch (limit.kind()) {
                        case RATE, CONCURRENCY -> "rate_limit_exceeded";
                        case BUDGET -> QUOTA;
                    };
            case Failure.Provider provider ->
                    switch (provider.kind()) {
                        case RATE_LIMITED -> "rate_limit_exceeded";
                        case QUOTA -> QUOTA;
                        case OVERLOADED -> "server_is_overloaded";
                        case UNREACHABLE,
                                TLS,
                                TIMEOUT,
                                FAILED,
                                MALFORMED,
                                TRUNCATED,
                                CREDENTIAL_REJECTED,
                                NO_CREDENTIAL,
                                REJECTED ->
                                failure.code();
                    };
            case Failure.Gateway _ -> failure.code();
        };
    }

    private static @Nullable String param(Failure failure) {
        if (!(failure instanceof Failure.Caller caller)) {
            return null;
        }
        if (caller.param() != null) {
            return caller.param();
        }
        return switch (caller.kind()) {
            case UNKNOWN_MODEL -> "model";
            case CONTEXT_LENGTH -> "messages";
            case BAD_REQUEST,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    TOO_SLOW,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    GONE ->
                    null;
        };
    }
}
