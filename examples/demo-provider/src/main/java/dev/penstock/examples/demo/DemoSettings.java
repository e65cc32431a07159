// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.spi.ProviderSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/// The settings of a demo provider. Checking them here, once, makes a mistake visible to the operator
/// the moment the provider is configured.
///
/// @param pause between two pieces of an answer: option `pause`, an ISO 8601 duration of at most
///     10 s; 0.03 s when not given
/// @param total how long one answer may take
record DemoSettings(Duration pause, Duration total) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    DemoSettings {
        if (pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException(
                    "option pause is " + pause + " but must be between PT0S and " + LONGEST_PAUSE);
        }
    }

    static DemoSettings of(ProviderSettings settings) {
        return new DemoSettings(
                duration(settings.options().getOrDefault("pause", "PT0.03S")),
                settings.timeouts().total());
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "option pause is '"
                            + text
                            + "' but must be an ISO 8601 duration; write PT0.03S for 30 ms",
                    e);
        }
    }
}
