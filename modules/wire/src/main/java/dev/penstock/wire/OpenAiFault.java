// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An error as OpenAI's format and its many relatives write it: an `error` object or text, or the
/// same members at the top. Gathers what it finds, since a body may be cut in the middle.
final class OpenAiFault {

    private static final Set<String> NO_MONEY =
            Set.of(
                    "insufficient_quota",
                    "insufficient_balance",
                    "credit_balance_exhausted",
                    "billing_not_active",
                    "billing_hard_limit_reached");
    private static final Set<String> NO_ACCESS = Set.of("invalid_api_key", "authentication_error");
    private static final Set<String> TOO_MANY =
            Set.of("rate_limit_exceeded", "rate_limit_error", "requests", "tokens");
    private static final Set<String> BUSY =
            Set.of("slow_down", "server_is_overloaded", "overloaded_error", "overloaded");
    private static final Set<String> TOO_LONG =
            Set.of("context_length_exceeded", "exceed_context_size_error");
    private static final Set<String> INVALID =
            Set.of(
                    "invalid_request_error",
                    "invalid_prompt",
                    "invalid_image",
                    "invalid_image_format",
                    "invalid_base64_image",
                    "invalid_image_url",
                    "bio_policy",
                    "misalignment_policy_violation");
    private static final Set<String> MODEL_SLIPPED =
            Set.of("tool_use_failed", "json_validate_failed");

    private @Nullable String message;
    private String type = "";
    private String code = "";
    private int status;

    /// Reads an error body.
    ///
    /// @param body perhaps cut, perhaps not JSON at all
    static OpenAiFault of(byte[] body, int offset, int length) {
        OpenAiFault fault = new OpenAiFault();
        try (JsonIn in = JsonIn.provider(body, offset, length)) {
            if (in.isArray()) {
                in.array();
                if (!in.element()) {
                    return fault;
                }
            }
            fault.members(in);
        } catch (FailureException _) {
            // What was read until then must do.
        }
        return fault;
    }

    /// Takes the value of a member `error` that is not null.
    static OpenAiFault of(JsonIn in) {
        OpenAiFault fault = new OpenAiFault();
        fault.value(in);
        return fault;
    }

    /// Takes Groq's own member, in which usage stands a second time: only an error is news.
    ///
    /// @return null when there is none
    static @Nullable OpenAiFault ofGroq(JsonIn in) {
        OpenAiFault fault = null;
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (name.equals("error") && !in.isNull()) {
                fault = of(in);
            } else {
                in.skip();
            }
        }
        return fault;
    }

    private void value(JsonIn in) {
        if (in.isObject()) {
            members(in);
        } else if (in.isString()) {
            message = in.string();
        } else {
            in.skip();
        }
    }

    private void members(JsonIn in) {
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            switch (name) {
                case "error" -> value(in);
                case "message", "detail" -> {
                    if (in.isString()) {
                        message = in.string();
                    } else {
                        in.skip();
                    }
                }
                case "type" -> type = word(in);
                case "code" -> code(in);
                case "status" -> number(in);
                default -> in.skip();
            }
        }
    }

    // Some write the HTTP status here, as a number or as text.
    private void code(JsonIn in) {
        if (in.isNumber()) {
            number(in);
            return;
        }
        code = word(in);
        if (code.matches("[45][0-9][0-9]")) {
            status = Integer.parseInt(code);
        }
    }

    private void number(JsonIn in) {
        if (!in.isNumber()) {
            in.skip();
            return;
        }
        double value = in.number();
        status = value >= 400 && value < 600 ? (int) value : status;
    }

    private static String word(JsonIn in) {
        if (!in.isString()) {
            in.skip();
            return "";
        }
        return in.string().toLowerCase(Locale.ROOT);
    }

    /// What the error means inside an answer of status 200.
    Failure failure() {
        return failure(0, null);
    }

    /// What the error means.
    ///
    /// @param httpStatus of the answer, or 0 when it was a success on the face of it
    Failure failure(int httpStatus, @Nullable Duration retryAfter) {
        int known = httpStatus != 0 ? httpStatus : status;
        Integer upstream = known == 0 ? null : Integer.valueOf(known);
        Failure.ProviderKind kind = kind(known);
        if (kind == Failure.ProviderKind.REJECTED && tooLong()) {
            return new Failure.Caller(
                    Failure.CallerKind.CONTEXT_LENGTH,
                    ProviderWords.of(message, "the conversation is too long for this model"),
                    "messages");
        }
        return new Failure.Provider(kind, sentence(kind, known), upstream, retryAfter);
    }

    private Failure.ProviderKind kind(int known) {
        if (says(NO_MONEY)) {
            return Failure.ProviderKind.QUOTA;
        }
        return switch (known) {
            case 401, 403 -> Failure.ProviderKind.CREDENTIAL_REJECTED;
            case 402 -> Failure.ProviderKind.QUOTA;
            case 408 -> Failure.ProviderKind.TIMEOUT;
            case 429 -> Failure.ProviderKind.RATE_LIMITED;
            case 498, 503, 529 -> Failure.ProviderKind.OVERLOADED;
            case 0 -> unknownStatus();
            default -> known < 500 ? refused(known) : failed();
        };
    }

    // The model wrote something that its own server could not parse; another try may do better.
    private Failure.ProviderKind refused(int known) {
        boolean server = known == 499 || says(MODEL_SLIPPED);
        return server ? Failure.ProviderKind.FAILED : Failure.ProviderKind.REJECTED;
    }

    private Failure.ProviderKind failed() {
        return says(BUSY) ? Failure.ProviderKind.OVERLOADED : Failure.ProviderKind.FAILED;
    }

    private Failure.ProviderKind unknownStatus() {
        if (says(TOO_MANY)) {
            return Failure.ProviderKind.RATE_LIMITED;
        }
        if (says(NO_ACCESS)) {
            return Failure.ProviderKind.CREDENTIAL_REJECTED;
        }
        return says(TOO_LONG) || says(INVALID) ? Failure.ProviderKind.REJECTED : failed();
    }

    private boolean says(Set<String> words) {
        return words.contains(code) || words.contains(type);
    }

    private boolean tooLong() {
        if (says(TOO_LONG)) {
            return true;
        }
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return words.contains("maximum context length") || words.contains("prompt is too long");
    }

    private String sentence(Failure.ProviderKind kind, int known) {
        String suffix = known == 0 ? "" : " with status " + known;
        return switch (kind) {
            case REJECTED -> ProviderWords.of(message, "the provider refused the request" + suffix);
            case CREDENTIAL_REJECTED -> "the provider refused the gateway's credential";
            case QUOTA -> "the gateway's account at the provider is used up";
            case RATE_LIMITED -> "the provider's rate limit is reached";
            case OVERLOADED -> "the provider is overloaded";
            case TIMEOUT -> "the provider did not answer in time";
            case FAILED, UNREACHABLE, TLS, MALFORMED, TRUNCATED, NO_CREDENTIAL ->
                    "the provider failed" + suffix;
        };
    }
}
