// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Understands the errors of providers that speak the Messages format.
final class AnthropicFailures {

    private static final Pattern NO_MONEY =
            Pattern.compile("credit balance is too low|usage limits|spend(ing)? limit");
    private static final Pattern TOO_LONG =
            Pattern.compile("prompt is too long|exceeds? (the )?context (limit|window)");

    private AnthropicFailures() {}

    /// See [ProviderCodec#failure].
    static Failure of(int status, Map<String, List<String>> headers, byte[] body) {
        AnthropicEvent event = errorIn(body);
        return of(status, event.errorType, event.errorMessage, RetryAfter.of(headers));
    }

    /// An error event, or an error body inside a success.
    static FailureException inBand(@Nullable String type, @Nullable String message) {
        return new FailureException(of(status(type), type, message, null));
    }

    private static AnthropicEvent errorIn(byte[] body) {
        AnthropicEvent event = new AnthropicEvent();
        try {
            event.read(body, 0, body.length, new AnthropicUsage());
        } catch (FailureException _) {
            // A page of some proxy in between, or a body that was cut: what was read, and the
            // status, have to do.
        }
        return event;
    }

    private static int status(@Nullable String type) {
        return switch (type == null ? "" : type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "conflict_error" -> 409;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }

    private static Failure of(
            int status,
            @Nullable String type,
            @Nullable String message,
            @Nullable Duration retryAfter) {
        if ("overloaded_error".equals(type)) {
            return provider(Failure.ProviderKind.OVERLOADED, status, retryAfter);
        }
        return switch (status) {
            case 401, 403 -> provider(Failure.ProviderKind.CREDENTIAL_REJECTED, status, null);
            case 402 -> provider(Failure.ProviderKind.QUOTA, status, null);
            case 408, 504 -> provider(Failure.ProviderKind.TIMEOUT, status, retryAfter);
            case 429 -> provider(Failure.ProviderKind.RATE_LIMITED, status, retryAfter);
            case 503, 529 -> provider(Failure.ProviderKind.OVERLOADED, status, retryAfter);
            default ->
                    status >= 500
                            ? provider(Failure.ProviderKind.FAILED, status, retryAfter)
                            : refused(status, message == null ? "" : message);
        };
    }

    private static Failure refused(int status, String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (TOO_LONG.matcher(words).find()) {
            return new Failure.Caller(
                    Failure.CallerKind.CONTEXT_LENGTH,
                    ProviderWords.of(message, "the prompt is too long"),
                    "messages");
        }
        if (NO_MONEY.matcher(words).find()) {
            return provider(Failure.ProviderKind.QUOTA, status, null);
        }
        String told =
                ProviderWords.of(message, "the provider refused the request with status " + status);
        return new Failure.Provider(Failure.ProviderKind.REJECTED, told, status, null);
    }

    private static Failure provider(
            Failure.ProviderKind kind, int status, @Nullable Duration retryAfter) {
        String message =
                switch (kind) {
                    case CREDENTIAL_REJECTED -> "the provider refused the gateway's credential";
                    case QUOTA -> "the gateway's account at the provider is used up";
                    case TIMEOUT -> "the provider did not answer in time";
                    case RATE_LIMITED -> "the provider's rate limit is reached";
                    case OVERLOADED -> "the provider is overloaded";
                    case FAILED, UNREACHABLE, TLS, MALFORMED, TRUNCATED, NO_CREDENTIAL, REJECTED ->
                            "the provider failed with status " + status;
                };
        return new Failure.Provider(kind, message, status, retryAfter);
    }
}
