// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import dev.penstock.admin.LiveSettings;
import dev.penstock.inference.Secret;
import dev.penstock.proxy.DataPlaneSettings;
import dev.penstock.proxy.EdgeSettings;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.Retention;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the settings: what was typed over environment over file over defaults. Collects every
/// mistake before it gives up, so that a person has to start over only once.
public final class SettingsReader {

    private static final List<String> FILE_NAMES =
            Arrays.stream(Key.values()).map(Key::fileName).toList();

    private static final String ALONE = "local";

    private final SettingsSources sources;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<Key, String> values = new EnumMap<>(Key.class);
    private final Map<String, LiveSettings.Pin> pins = new HashMap<>();

    private SettingsReader(SettingsSources sources) {
        this.sources = sources;
    }

    /// Reads the settings.
    ///
    /// @throws SettingsException with all mistakes
    public static Settings read(SettingsSources sources) {
        SettingsReader reader = new SettingsReader(sources);
        reader.gather();
        return reader.settings();
    }

    private void gather() {
        Path named = sources.file();
        Path file = named == null ? sources.home().resolve(SettingsSources.FILE) : named;
        String fileName = String.valueOf(file.getFileName());
        Map<String, String> written =
                named != null || Files.exists(file)
                        ? ConfigurationFile.read(file, mistakes)
                        : Map.of();
        Variables variables = new Variables(sources.environment());
        refuseUnknown(sources.options(), "--set");
        mistakes.addAll(variables.misspelt());
        refuseUnknown(written, fileName);
        for (Key key : Key.values()) {
            String typed = sources.options().get(key.fileName());
            Optional<Variables.Given> given = variables.find(key);
            String fromFile = written.get(key.fileName());
            if (typed != null) {
                take(key, typed, "--set");
            } else if (given.isPresent()) {
                take(key, given.get().text(), "environment variable " + given.get().name());
            } else if (fromFile != null) {
                take(key, fromFile, fileName);
            } else {
                values.put(key, key.fallback());
            }
        }
    }

    private void refuseUnknown(Map<String, String> given, String origin) {
        given.keySet().stream()
                .filter(name -> !FILE_NAMES.contains(name))
                .sorted()
                .forEach(name -> mistakes.add(unknown(name, origin)));
    }

    private void take(Key key, String text, String origin) {
        if (text.isBlank()) {
            mistakes.add(
                    key.fileName() + " is empty (" + origin + "); give it a value or leave it out");
            return;
        }
        try {
            key.read(text);
            values.put(key, text);
            if (LiveValues.has(key)) {
                pins.put(key.fileName(), new LiveSettings.Pin(origin, text));
            }
        } catch (IllegalArgumentException e) {
            mistakes.add(
                    key.fileName()
                            + (key.secret() ? "" : " is '" + text + "'")
                            + " ("
                            + origin
                            + ")"
                            + (key.secret() ? " " : " but ")
                            + e.getMessage());
        }
    }

    private static String unknown(String name, String origin) {
        return "'"
                + name
                + "' in "
                + origin
                + " is not known"
                + Spelling.nearest(name, FILE_NAMES)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; known are " + String.join(", ", FILE_NAMES));
    }

    private Settings settings() {
        Settings settings = null;
        if (values.size() == Key.values().length) {
            try {
                settings = assemble();
            } catch (IllegalArgumentException e) {
                mistakes.add(String.valueOf(e.getMessage()));
            }
        }
        if (settings == null || !mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
        return settings;
    }

    private Settings assemble() {
        return new Settings(
                sources.home(),
                new ListenAddress(text(Key.HOST), Values.port(text(Key.PORT))),
                new ListenAddress(
                        text(Key.MANAGEMENT_HOST), Values.port(text(Key.MANAGEMENT_PORT))),
                path(Key.DATA),
                path(Key.PLUGINS),
                database(),
                replica(),
                secret(Key.MASTER_KEY),
                Values.masterKeys(text(Key.PREVIOUS_MASTER_KEYS)).stream().map(Secret::of).toList(),
                secret(Key.SETUP_TOKEN),
                plane(),
                Key.grace(text(Key.SHUTDOWN_GRACE)),
                Key.sync(text(Key.LEDGER_SYNC)),
                new Retention(
                        retention(Key.RETENTION_LEDGER),
                        retention(Key.RETENTION_HOURS),
                        retention(Key.RETENTION_AUDIT)),
                Values.flag(text(Key.PRIVATE_ADDRESSES)),
                exposure(),
                Values.flag(text(Key.DEMO)),
                text(Key.BOOTSTRAP).isEmpty() ? null : path(Key.BOOTSTRAP),
                new LiveValues(pins));
    }

    private DataPlaneSettings plane() {
        long body = Key.body(text(Key.MAX_BODY));
        int line = Key.head(text(Key.MAX_REQUEST_LINE));
        int head = Key.head(text(Key.MAX_HEAD));
        String given = text(Key.MAX_IN_FLIGHT);
        long inFlight =
                given.isEmpty()
                        ? Math.max(DataPlaneSettings.defaults().inFlightBytes(), body)
                        : Key.inFlight(given);
        atLeast(Key.MAX_HEAD, head, Key.MAX_REQUEST_LINE, line);
        atLeast(Key.MAX_IN_FLIGHT, inFlight, Key.MAX_BODY, body);
        return new DataPlaneSettings(
                Key.heartbeat(text(Key.HEARTBEAT)),
                body,
                inFlight,
                Key.admission(text(Key.ADMISSION_WAIT)),
                Key.deadline(text(Key.BODY_DEADLINE)),
                Key.deadline(text(Key.WRITE_DEADLINE)),
                Key.body(text(Key.MAX_PLAIN_ANSWER)),
                new EdgeSettings(
                        Key.deadline(text(Key.HEAD_DEADLINE)),
                        Key.deadline(text(Key.KEEP_ALIVE)),
                        Values.count(text(Key.MAX_CONNECTIONS), 1, 1_000_000),
                        line,
                        head,
                        Values.count(text(Key.MAX_FIELDS), 10, 10_000)));
    }

    private static void atLeast(Key whole, long value, Key part, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s is %d bytes but must be at least %s, which is %d bytes; raise the first or lower the second"
                            .formatted(whole.fileName(), value, part.fileName(), least));
        }
    }

    private Exposure exposure() {
        boolean certificate = !text(Key.TLS_CERTIFICATE).isEmpty();
        if (certificate == text(Key.TLS_PRIVATE_KEY).isEmpty()) {
            throw new IllegalArgumentException(
                    (certificate ? "tls.private_key" : "tls.certificate")
                            + " is missing; TLS needs the certificate and its key");
        }
        return new Exposure(
                certificate
                        ? new Exposure.TlsFiles(
                                path(Key.TLS_CERTIFICATE), path(Key.TLS_PRIVATE_KEY))
                        : null,
                Values.networks(text(Key.TRUSTED_PROXIES)),
                Values.origins(text(Key.CORS_ORIGINS)));
    }

    private String text(Key key) {
        return values.getOrDefault(key, key.fallback());
    }

    private Path path(Key key) {
        try {
            return sources.home().resolve(text(key)).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    key.fileName() + " is '" + text(key) + "' but must be a path", e);
        }
    }

    private @Nullable DatabaseSettings database() {
        String url = text(Key.DATABASE_URL);
        return url.isEmpty()
                ? null
                : new DatabaseSettings(url, text(Key.DATABASE_USER), secret(Key.DATABASE_PASSWORD));
    }

    // An embedded database has one process; of those that share a server, each host has its own.
    private String replica() {
        String named = text(Key.REPLICA);
        if (!named.isEmpty()) {
            return named;
        }
        return text(Key.DATABASE_URL).isEmpty() ? ALONE : Values.hostName();
    }

    private @Nullable Duration retention(Key key) {
        return text(key).isEmpty() ? null : Key.retention(text(key));
    }

    private @Nullable Secret secret(Key key) {
        return text(key).isEmpty() ? null : Secret.of(text(key));
    }
}
