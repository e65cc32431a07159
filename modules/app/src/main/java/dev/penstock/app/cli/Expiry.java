// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads when something ends.
final class Expiry {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([dh])");

    private Expiry() {}

    /// @param text days or hours from now, the last day (UTC), or an instant
    static Instant parse(String text, Instant now) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            long count = Long.parseLong(span.group(1));
            return now.plus(
                    "d".equals(span.group(2)) ? Duration.ofDays(count) : Duration.ofHours(count));
        }
        try {
            return text.length() == "2026-12-31".length()
                    ? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException _) {
            throw new CommandFailure(
                    "--expires is '"
                            + text
                            + "' but must be 30d, 12h, 2026-12-31 or 2026-12-31T12:00:00Z");
        }
    }
}
