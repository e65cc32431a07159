// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.spi.Timeouts;
import dev.penstock.state.ProviderConfiguration;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Splits the options of a configured provider into its timeouts and those of its type.
final class ProviderTimeouts {

    private static final String PREFIX = "timeout.";
    private static final String FIRST_CONTENT = "timeout.first-content";
    private static final Set<String> NAMES =
            Set.of(
                    "timeout.connect",
                    "timeout.first-byte",
                    FIRST_CONTENT,
                    "timeout.idle",
                    "timeout.total");
    // A model that thinks in silence behind pings may take minutes.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ProviderTimeouts() {}

    /// The timeouts; those not named are the defaults.
    ///
    /// @throws IllegalArgumentException when one is unknown, no duration, or not longer than nothing
    static Timeouts of(ProviderConfiguration configuration) {
        Map<String, String> options = configuration.options();
        for (String name : options.keySet()) {
            if (name.startsWith(PREFIX) && !NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "option is '"
                                + name
                                + "' but timeouts are "
                                + NAMES.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        var _ = firstContent(configuration);
        Timeouts defaults = Timeouts.defaults();
        return new Timeouts(
                duration(options, "timeout.connect", defaults.connect()),
                duration(options, "timeout.first-byte", defaults.firstByte()),
                duration(options, "timeout.idle", defaults.idle()),
                duration(options, "timeout.total", defaults.total()));
    }

    /// How long a streamed answer may take to its first content, from the head of the answer on. The gateway
    /// itself keeps to it: no provider needs to know what content is.
    ///
    /// @throws IllegalArgumentException as [#of]
    static Duration firstContent(ProviderConfiguration configuration) {
        Duration limit = duration(configuration.options(), FIRST_CONTENT, PATIENCE);
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    FIRST_CONTENT + " is " + limit + " but must be longer than nothing");
        }
        return limit;
    }

    /// The options that the type itself understands.
    static Map<String, String> otherOptions(ProviderConfiguration configuration) {
        return configuration.options().entrySet().stream()
                .filter(option -> !option.getKey().startsWith(PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Duration duration(Map<String, String> options, String name, Duration otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "' but must be an ISO 8601 duration, such as PT30S", e);
        }
    }
}
