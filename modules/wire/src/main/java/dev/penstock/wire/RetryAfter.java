// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider's wish when to come again: `retry-after-ms`, or `retry-after` (RFC 9110, section
/// 10.2.3) in seconds or as a date.
final class RetryAfter {

    private static final double LONGEST_MILLIS = Duration.ofDays(7).toMillis();

    private RetryAfter() {}

    /// Reads the wish.
    ///
    /// @param headers by lower-case name
    /// @return never negative; null when there is none that makes sense
    static @Nullable Duration of(Map<String, List<String>> headers) {
        Duration precise = millis(first(headers, "retry-after-ms"), 1);
        if (precise != null) {
            return precise;
        }
        String value = first(headers, "retry-after");
        Duration seconds = millis(value, 1_000);
        return seconds != null ? seconds : until(value, first(headers, "date"));
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst().strip();
    }

    private static @Nullable Duration millis(@Nullable String value, long factor) {
        if (value == null) {
            return null;
        }
        try {
            double millis = Double.parseDouble(value) * factor;
            return millis >= 0 && millis <= LONGEST_MILLIS
                    ? Duration.ofMillis((long) Math.ceil(millis))
                    : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    // Counted from the provider's own date, so that its clock and ours need not agree.
    private static @Nullable Duration until(@Nullable String value, @Nullable String date) {
        Instant then = instant(value);
        Instant now = instant(date);
        if (then == null || now == null) {
            return null;
        }
        Duration wait = Duration.between(now, then);
        if (wait.toMillis() > LONGEST_MILLIS) {
            return null;
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant instant(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(
                            value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
