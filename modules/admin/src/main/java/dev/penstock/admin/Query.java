// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The query of a request. What is missing is null or as said; what does not fit is refused with its
/// value and the rule.
final class Query {

    /// The most rows of a page.
    static final int MOST = 500;

    private static final int DEFAULT_LIMIT = 50;

    private final Exchange exchange;

    Query(Exchange exchange) {
        this.exchange = exchange;
    }

    /// How many rows are asked for.
    int limit() {
        String text = text("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("[0-9]{1,3}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MOST) {
            throw refused("limit", text, "1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    @Nullable String text(String name) {
        return exchange.query(name).orElse(null);
    }

    @Nullable UUID id(String name) {
        String text = text(name);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw refused(name, text, "an id such as 01890a5d-ac96-774b-bcce-b302099a8057");
        }
    }

    @Nullable Long number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw refused(name, text, "a whole number");
        }
        return Long.valueOf(text);
    }

    @Nullable Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw refused(name, text, "a UTC time such as 2026-12-31T00:00:00Z");
        }
    }

    /// Whether a flag is set: `true`, or the name alone.
    boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw refused(name, text, "true or false");
    }

    /// One of the words of an enum, written in lower case.
    <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        for (E word : type.getEnumConstants()) {
            if (lower(word).equals(text)) {
                return word;
            }
        }
        throw refused(
                name,
                text,
                "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Query::lower)
                                .collect(Collectors.joining(", ")));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static ProblemException refused(String name, @Nullable String text, String rule) {
        return Problem.badRequest(name + " is '" + text + "' but must be " + rule);
    }
}
