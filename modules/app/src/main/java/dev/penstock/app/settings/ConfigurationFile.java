// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The configuration file, read by Helidon Config.
final class ConfigurationFile {

    private ConfigurationFile() {}

    /// Every value of the file by its full name.
    ///
    /// @param mistakes told when the file cannot be read
    static Map<String, String> read(Path file, List<String> mistakes) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            mistakes.add(file + " cannot be read; check that it is a file and its permissions");
            return Map.of();
        }
        try {
            // What is written is meant as written: a password may contain ${...} or a dot.
            return Config.builder(ConfigSources.file(file))
                    .disableEnvironmentVariablesSource()
                    .disableSystemPropertiesSource()
                    .disableKeyResolving()
                    .disableValueResolving()
                    .disableFilterServices()
                    .build()
                    .asMap()
                    .orElse(Map.of());
        } catch (ConfigException | ClassCastException e) {
            mistakes.add(file + " is not YAML with names and values: " + reason(e));
            return Map.of();
        }
    }

    private static String reason(RuntimeException e) {
        if (e instanceof ClassCastException) {
            return "it is a list or a single value";
        }
        String message = String.valueOf(e.getMessage());
        return message.replaceAll("\\s+", " ").strip();
    }
}
