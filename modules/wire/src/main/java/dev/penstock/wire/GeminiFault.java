// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An error of a provider that speaks Google's format.
///
/// @param code the status that it names, or 0
/// @param word such as `RESOURCE_EXHAUSTED`, or empty
/// @param message its sentence, or null
/// @param reason of an `ErrorInfo` in its details, or empty
/// @param retryDelay of a `RetryInfo` in its details, or null
record GeminiFault(
        int code,
        String word,
        @Nullable String message,
        String reason,
        @Nullable Duration retryDelay) {

    static final GeminiFault UNKNOWN = new GeminiFault(0, "", null, "", null);

    private static final Pattern DELAY = Pattern.compile("\\d{1,6}(?:\\.\\d{1,9})?s");
    private static final Pattern TOO_LONG =
            Pattern.compile(
                    "token count.{0,40}exceeds|exceeds the maximum number of (input )?tokens");
    private static final Pattern BAD_KEY =
            Pattern.compile("api[ _]key (not valid|not found|expired)");

    /// Takes the value of `error`.
    static GeminiFault read(JsonIn in) {
        if (!in.isObject()) {
            in.skip();
            return UNKNOWN;
        }
        int code = 0;
        String word = "";
        String message = null;
        Details details = new Details();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "code" -> {
                    if (in.isNumber()) {
                        code = (int) Math.clamp(in.number(), 0, 999);
                    } else {
                        in.skip();
                    }
                }
                case "status" -> word = text(in);
                case "message" -> message = text(in);
                case "details" -> details.read(in);
                default -> in.skip();
            }
        }
        return new GeminiFault(code, word, message, details.reason, details.delay);
    }

    private static String text(JsonIn in) {
        if (!in.isString()) {
            in.skip();
            return "";
        }
        return in.string();
    }

    private static final class Details {
        String reason = "";
        @Nullable Duration delay;

        void read(JsonIn in) {
            if (!in.isArray()) {
                in.skip();
                return;
            }
            in.array();
            while (in.element()) {
                if (!in.isObject()) {
                    in.skip();
                    continue;
                }
                in.object();
                for (String name = in.member(); name != null; name = in.member()) {
                    switch (name) {
                        case "reason" -> reason = text(in);
                        case "retryDelay" -> delay = delay(text(in));
                        default -> in.skip();
                    }
                }
            }
        }

        private @Nullable Duration delay(String text) {
            if (!DELAY.matcher(text).matches()) {
                return delay;
            }
            double seconds = Double.parseDouble(text.substring(0, text.length() - 1));
            return Duration.ofMillis((long) Math.ceil(seconds * 1_000));
        }
    }

    /// The HTTP status of an error that came inside a success.
    int status() {
        return code >= 400
                ? code
                : switch (word) {
                    case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> 400;
                    case "UNAUTHENTICATED" -> 401;
                    case "PERMISSION_DENIED" -> 403;
                    case "NOT_FOUND" -> 404;
                    case "RESOURCE_EXHAUSTED" -> 429;
                    case "UNAVAILABLE" -> 503;
                    case "DEADLINE_EXCEEDED" -> 504;
                    default -> 500;
                };
    }

    /// What it means.
    ///
    /// @param status the HTTP status
    Failure failure(int status) {
        return failure(status, null);
    }

    Failure failure(int status, @Nullable Duration retryAfter) {
        Duration wait = retryAfter != null ? retryAfter : retryDelay;
        return switch (status) {
            case 401, 403 -> provider(Failure.ProviderKind.CREDENTIAL_REJECTED, status, null);
            case 402 -> provider(Failure.ProviderKind.QUOTA, status, null);
            case 408, 504 -> provider(Failure.ProviderKind.TIMEOUT, status, wait);
            case 429 -> provider(Failure.ProviderKind.RATE_LIMITED, status, wait);
            case 503, 529 -> provider(Failure.ProviderKind.OVERLOADED, status, wait);
            default ->
                    status >= 499
                            ? provider(Failure.ProviderKind.FAILED, status, wait)
                            : refused(status);
        };
    }

    private Failure refused(int status) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        // A bad key is told as a bad request, and so is a region or an account without billing.
        if (reason.startsWith("API_KEY_")
                || word.equals("FAILED_PRECONDITION")
                || BAD_KEY.matcher(words).find()) {
            return provider(Failure.ProviderKind.CREDENTIAL_REJECTED, status, null);
        }
        if (TOO_LONG.matcher(words).find()) {
            return new Failure.Caller(
                    Failure.CallerKind.CONTEXT_LENGTH,
                    ProviderWords.of(message, "the prompt is too long"),
                    "messages");
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
