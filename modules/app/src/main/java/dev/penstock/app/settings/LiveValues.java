// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import dev.penstock.admin.LiveSettings;
import dev.penstock.state.Catalog;
import dev.penstock.state.Retention;
import dev.penstock.state.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The settings that can change while the gateway runs. One that was given at the start is pinned: what
/// the store says of it does not count.
///
/// @param pins by name, what was given
public record LiveValues(Map<String, Pin> pins) implements LiveSettings {

    /// Nothing was given.
    public static final LiveValues FREE = new LiveValues(Map.of());

    private static final List<Key> KEYS =
            List.of(
                    Key.LOG_LEVEL,
                    Key.HEARTBEAT,
                    Key.SHUTDOWN_GRACE,
                    Key.RETENTION_LEDGER,
                    Key.RETENTION_HOURS,
                    Key.RETENTION_AUDIT);

    // Fits nothing, so that the mistake it makes tells the rule.
    private static final String NONSENSE = "?";

    public LiveValues {
        pins = Map.copyOf(pins);
    }

    /// What is in force.
    ///
    /// @param logLevel from which level on log lines are written
    /// @param heartbeat see [dev.penstock.proxy.DataPlaneSettings#heartbeat]
    /// @param shutdownGrace see [Settings#shutdownGrace]
    /// @param retention see [Settings#retention]
    public record InForce(
            System.Logger.Level logLevel,
            Duration heartbeat,
            Duration shutdownGrace,
            Retention retention) {}

    /// Whether a setting can change while the gateway runs.
    static boolean has(Key key) {
        return KEYS.contains(key);
    }

    /// What is in force now.
    ///
    /// @param given what the start has read
    /// @param catalog what the store says
    public InForce inForce(Settings given, Catalog catalog) {
        return new InForce(
                found(catalog, Key.LOG_LEVEL, Key::logLevel).orElseGet(this::givenLevel),
                found(catalog, Key.HEARTBEAT, Key::heartbeat).orElse(given.plane().heartbeat()),
                found(catalog, Key.SHUTDOWN_GRACE, Key::grace).orElse(given.shutdownGrace()),
                new Retention(
                        age(catalog, Key.RETENTION_LEDGER, given.retention().ledger()),
                        age(catalog, Key.RETENTION_HOURS, given.retention().hours()),
                        age(catalog, Key.RETENTION_AUDIT, given.retention().audit())));
    }

    private System.Logger.Level givenLevel() {
        Pin pin = pins.get(Key.LOG_LEVEL.fileName());
        return Key.logLevel(pin == null ? Key.LOG_LEVEL.fallback() : pin.content());
    }

    private @Nullable Duration age(Catalog catalog, Key key, @Nullable Duration given) {
        return found(catalog, key, Key::retention).orElse(given);
    }

    private <T> Optional<T> found(Catalog catalog, Key key, Function<String, T> reader) {
        return pins.containsKey(key.fileName())
                ? Optional.empty()
                : catalog.setting(null, key.fileName())
                        .map(Setting::content)
                        .flatMap(text -> read(text, reader));
    }

    // A newer release may have stored what this one does not understand.
    private static <T> Optional<T> read(String text, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public List<Definition> definitions() {
        return KEYS.stream()
                .map(key ->
                        new Definition(
                                key.fileName(),
                                rule(key),
                                key.fallback().isEmpty() ? null : key.fallback(),
                                pins.get(key.fileName())))
                .toList();
    }

    @Override
    public void check(String name, String content) {
        Key key =
                Arrays.stream(Key.values())
                        .filter(k -> k.fileName().equals(name) && has(k))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("'" + name + "' is no such setting"));
        var _ = key.read(content);
    }

    private static String rule(Key key) {
        try {
            return String.valueOf(key.read(NONSENSE));
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
