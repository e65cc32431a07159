// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads values from text. What does not fit is an IllegalArgumentException whose message is the
/// rule, to be put after the name and the value.
final class Values {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|KiB|MB|MiB|GB|GiB)?");
    private static final Pattern ORIGIN =
            Pattern.compile("\\*|[a-z][a-z0-9+.-]*://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:\\d{1,5})?");
    private static final int MASTER_KEY_BYTES = 32;
    private static final int SHORTEST_SETUP_TOKEN = 16;

    private Values() {}

    static String host(String text) {
        if (!text.matches("[A-Za-z0-9.:_%\\[\\]*-]{1,253}")) {
            throw new IllegalArgumentException(
                    "must be a host name or address such as 0.0.0.0 or 127.0.0.1");
        }
        return text;
    }

    static int port(String text) {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException("must be a port of 0 to 65535; 0 takes any free one");
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    /// A length of time between two bounds, both included.
    static Duration duration(String text, Duration least, Duration most) {
        Duration value = duration(text);
        if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "must be a time of "
                            + text(least)
                            + " to "
                            + text(most)
                            + ", written as 200ms, 15s, 2m, 1h or PT15S");
        }
        return value;
    }

    /// A number of bytes between two bounds, both included.
    static long size(String text, long least, long most) {
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2) == null ? "B" : matcher.group(2);
            long factor =
                    switch (unit) {
                        case "KB" -> 1_000L;
                        case "KiB" -> 1L << 10;
                        case "MB" -> 1_000_000L;
                        case "MiB" -> 1L << 20;
                        case "GB" -> 1_000_000_000L;
                        case "GiB" -> 1L << 30;
                        default -> 1L;
                    };
            long count = Long.parseLong(matcher.group(1));
            if (count <= most / factor && count * factor >= least) {
                return count * factor;
            }
        }
        throw new IllegalArgumentException(
                "must be a size of "
                        + (least >> 10)
                        + "KiB to "
                        + (most >> 20)
                        + "MiB, written as 512KiB, 32MiB or a number of bytes");
    }

    /// Ranges of addresses, between commas.
    static List<Network> networks(String text) {
        return items(text).map(Network::of).toList();
    }

    /// Origins of pages (RFC 6454), between commas, as browsers write them.
    static List<String> origins(String text) {
        List<String> origins = items(text).toList();
        if (!origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            throw new IllegalArgumentException(
                    "must be origins such as https://app.example.com or http://localhost:5173, in"
                            + " small letters and without a path, or * for any");
        }
        return origins;
    }

    private static Stream<String> items(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(item -> !item.isEmpty());
    }

    /// A master key: 32 bytes in base64.
    static String masterKey(String text) {
        try {
            if (Base64.getDecoder().decode(text).length == MASTER_KEY_BYTES) {
                return text;
            }
        } catch (IllegalArgumentException _) {
            // Said below, without the text.
        }
        throw new IllegalArgumentException(
                "must be 32 random bytes in base64; 'openssl rand -base64 32' makes one");
    }

    /// Master keys, between commas.
    static List<String> masterKeys(String text) {
        return items(text).map(Values::masterKey).toList();
    }

    /// The address of a PostgreSQL server.
    static String databaseUrl(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        // The driver takes user:password@ for a part of the host, and names it when it finds none.
        boolean password = lower.contains("password=") || text.contains("@");
        if (!text.startsWith("jdbc:postgresql:") || password) {
            throw new IllegalArgumentException(
                    "must be written as jdbc:postgresql://host:5432/penstock, without a password;"
                            + " that is database.password");
        }
        return text;
    }

    static String replica(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "must be 1 to 64 characters out of A-Z a-z 0-9 . _ -");
        }
        return text;
    }

    /// The name of this machine or container.
    static String hostName() {
        try {
            return replica(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "replica is not set and the name of this host cannot be used for it; give it a"
                            + " name that no other process on the same database has",
                    e);
        }
    }

    static String setupToken(String text) {
        if (text.length() < SHORTEST_SETUP_TOKEN || !text.matches("[A-Za-z0-9._~-]+")) {
            throw new IllegalArgumentException(
                    "must be at least "
                            + SHORTEST_SETUP_TOKEN
                            + " characters out of A-Z a-z 0-9 . _ ~ -");
        }
        return text;
    }

    private static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static String text(Duration value) {
        if (value.toMillis() % 1_000 != 0) {
            return value.toMillis() + "ms";
        }
        return value.toSeconds() % 3_600 == 0 && !value.isZero()
                ? value.toHours() + "h"
                : value.toSeconds() + "s";
    }
}
