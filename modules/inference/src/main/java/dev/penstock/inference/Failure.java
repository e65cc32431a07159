// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a call did not succeed, grouped by who can do something about it. Status, retryability and
/// metric name follow from the kind; the words of each caller's dialect are the codecs' business.
///
/// Messages are sentences for the caller: no secret, no class name, no host or account of a provider.
public sealed interface Failure {

    /// A sentence for the caller.
    String message();

    /// The HTTP status that the caller gets when nothing of an answer was sent yet.
    int status();

    /// Whether the same call may succeed when it is simply made again.
    boolean retryable();

    /// A name of few distinct values, for metrics and the ledger's outcome.
    String code();

    /// How long to wait before the next try, or null when there is nothing to say.
    default @Nullable Duration retryAfter() {
        return null;
    }

    /// The caller made a mistake.
    ///
    /// @param kind which
    /// @param message see [Failure#message]
    /// @param param the member or header at fault, such as `messages[2].role`, or null
    record Caller(CallerKind kind, String message, @Nullable String param) implements Failure {
        /// A mistake without a certain place.
        public Caller(CallerKind kind, String message) {
            this(kind, message, null);
        }

        /// The failure of a model that does not exist, is not offered, or is not allowed: one and
        /// the same, so that nobody learns which.
        ///
        /// @param model as the caller wrote it; only its first 100 characters are repeated
        public static Caller unknownModel(String model) {
            String shown = model.length() <= 100 ? model : model.substring(0, 100) + "...";
            return new Caller(
                    CallerKind.UNKNOWN_MODEL,
                    "the model '" + shown + "' does not exist or this key may not use it",
                    "model");
        }

        @Override
        public int status() {
            return switch (kind) {
                case BAD_REQUEST, CONTEXT_LENGTH -> 400;
                case UNAUTHENTICATED -> 401;
                case FORBIDDEN -> 403;
                case NOT_FOUND, UNKNOWN_MODEL -> 404;
                case METHOD_NOT_ALLOWED -> 405;
                case TOO_SLOW -> 408;
                case TOO_LARGE -> 413;
                case UNSUPPORTED_MEDIA_TYPE -> 415;
                case GONE -> 499;
            };
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public String code() {
            return switch (kind) {
                case BAD_REQUEST -> "bad_request";
                case CONTEXT_LENGTH -> "context_length";
                case UNAUTHENTICATED -> "unauthenticated";
                case FORBIDDEN -> "forbidden";
                case NOT_FOUND -> "not_found";
                case UNKNOWN_MODEL -> "unknown_model";
                case METHOD_NOT_ALLOWED -> "method_not_allowed";
                case TOO_SLOW -> "too_slow";
                case TOO_LARGE -> "too_large";
                case UNSUPPORTED_MEDIA_TYPE -> "unsupported_media_type";
                case GONE -> "caller_gone";
            };
        }
    }

    /// The mistakes of callers.
    enum CallerKind {
        /// The body or a header is wrong.
        BAD_REQUEST,
        /// The conversation does not fit into the model's context.
        CONTEXT_LENGTH,
        /// No key, an unknown, expired or revoked key, or two different ones.
        UNAUTHENTICATED,
        /// The key is good but must not do this.
        FORBIDDEN,
        /// No such thing.
        NOT_FOUND,
        /// No such model for this key; the same whether it does not exist or is not allowed.
        UNKNOWN_MODEL,
        /// The path exists, the method does not.
        METHOD_NOT_ALLOWED,
        /// The request did not arrive within its deadline.
        TOO_SLOW,
        /// The request is larger than allowed.
        TOO_LARGE,
        /// The body is not of a type that is understood here.
        UNSUPPORTED_MEDIA_TYPE,
        /// The caller closed the connection.
        GONE
    }

    /// A limit or budget of the caller's is used up.
    ///
    /// @param kind which
    /// @param message see [Failure#message]
    /// @param retryAfter see [Failure#retryAfter]
    record Limit(LimitKind kind, String message, @Nullable Duration retryAfter) implements Failure {
        @Override
        public int status() {
            return switch (kind) {
                case RATE, CONCURRENCY, BUDGET -> 429;
            };
        }

        @Override
        public boolean retryable() {
            return switch (kind) {
                case RATE, CONCURRENCY -> true;
                case BUDGET -> false;
            };
        }

        @Override
        public String code() {
            return switch (kind) {
                case RATE -> "rate_limited";
                case CONCURRENCY -> "too_many_concurrent";
                case BUDGET -> "budget_exhausted";
            };
        }
    }

    /// The limits of callers.
    enum LimitKind {
        /// Too many requests or tokens in a time.
        RATE,
        /// Too many calls at once.
        CONCURRENCY,
        /// The money is spent.
        BUDGET
    }

    /// A provider failed, or cannot be used.
    ///
    /// @param kind how
    /// @param message see [Failure#message]; for [ProviderKind#REJECTED] the provider's own words
    /// @param upstreamStatus the provider's HTTP status, or null when there was none
    /// @param retryAfter the provider's own wish, or null
    record Provider(
            ProviderKind kind,
            String message,
            @Nullable Integer upstreamStatus,
            @Nullable Duration retryAfter)
            implements Failure {
        /// A failure without a status.
        public Provider(ProviderKind kind, String message) {
            this(kind, message, null, null);
        }

        @Override
        public int status() {
            return switch (kind) {
                case UNREACHABLE, TLS, FAILED, MALFORMED, TRUNCATED, CREDENTIAL_REJECTED -> 502;
                case TIMEOUT -> 504;
                case NO_CREDENTIAL, OVERLOADED -> 503;
                case RATE_LIMITED, QUOTA -> 429;
                case REJECTED -> rejectedStatus();
            };
        }

        // A 401, 403 or 402 of the provider never reaches the caller as such: it speaks of our
        // credential. Everything else below 500 is about the request and passes.
        private int rejectedStatus() {
            return upstreamStatus != null
                            && (upstreamStatus == 404
                                    || upstreamStatus == 413
                                    || upstreamStatus == 409
                                    || upstreamStatus == 422)
                    ? upstreamStatus
                    : 400;
        }

        @Override
        public boolean retryable() {
            return switch (kind) {
                case UNREACHABLE, FAILED, MALFORMED, TRUNCATED, TIMEOUT, OVERLOADED, RATE_LIMITED ->
                        true;
                case TLS, NO_CREDENTIAL, CREDENTIAL_REJECTED, QUOTA, REJECTED -> false;
            };
        }

        @Override
        public String code() {
            return switch (kind) {
                case UNREACHABLE -> "upstream_unreachable";
                case TLS -> "upstream_tls";
                case TIMEOUT -> "upstream_timeout";
                case FAILED -> "upstream_failed";
                case MALFORMED -> "upstream_malformed";
                case TRUNCATED -> "upstream_truncated";
                case CREDENTIAL_REJECTED -> "upstream_credential";
                case NO_CREDENTIAL -> "no_credential";
                case OVERLOADED -> "upstream_overloaded";
                case RATE_LIMITED -> "upstream_rate_limited";
                case QUOTA -> "upstream_quota";
                case REJECTED -> "upstream_rejected";
            };
        }

        /// Whether it is certain that the provider billed nothing: no byte of the request was
        /// answered with work.
        public boolean certainlyUnbilled() {
            return switch (kind) {
                case UNREACHABLE, TLS, NO_CREDENTIAL, CREDENTIAL_REJECTED -> true;
                case RATE_LIMITED, QUOTA, REJECTED, OVERLOADED -> true;
                case FAILED, MALFORMED, TRUNCATED, TIMEOUT -> false;
            };
        }
    }

    /// How providers fail.
    enum ProviderKind {
        /// No connection.
        UNREACHABLE,
        /// No trustworthy connection.
        TLS,
        /// No answer, or none in time.
        TIMEOUT,
        /// An answer of status 5xx or an error in the middle of an answer.
        FAILED,
        /// An answer that is not in the provider's format.
        MALFORMED,
        /// An answer that ended before it was complete.
        TRUNCATED,
        /// The provider refused our credential.
        CREDENTIAL_REJECTED,
        /// No credential is configured or usable.
        NO_CREDENTIAL,
        /// The provider says it is overloaded.
        OVERLOADED,
        /// The provider's limit of requests or tokens is reached.
        RATE_LIMITED,
        /// The account at the provider has no money left.
        QUOTA,
        /// The provider refused the request itself.
        REJECTED
    }

    /// The gateway itself failed or declines.
    ///
    /// @param kind how
    /// @param message see [Failure#message]
    /// @param retryAfter see [Failure#retryAfter]
    record Gateway(GatewayKind kind, String message, @Nullable Duration retryAfter)
            implements Failure {
        @Override
        public int status() {
            return switch (kind) {
                case INTERNAL -> 500;
                case STORE_UNAVAILABLE, BUSY, STOPPING -> 503;
            };
        }

        @Override
        public boolean retryable() {
            return switch (kind) {
                case INTERNAL -> false;
                case STORE_UNAVAILABLE, BUSY, STOPPING -> true;
            };
        }

        @Override
        public String code() {
            return switch (kind) {
                case INTERNAL -> "internal";
                case STORE_UNAVAILABLE -> "store_unavailable";
                case BUSY -> "busy";
                case STOPPING -> "stopping";
            };
        }
    }

    /// How the gateway fails.
    enum GatewayKind {
        /// A defect of the gateway or of a plugin.
        INTERNAL,
        /// The ledger cannot be written.
        STORE_UNAVAILABLE,
        /// More request bytes are in flight than the gateway holds at once.
        BUSY,
        /// The gateway is being stopped.
        STOPPING
    }
}
