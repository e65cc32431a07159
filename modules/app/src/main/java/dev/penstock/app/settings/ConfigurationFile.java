// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The configuration file, read by Helidon Config.
final class ConfigurationFile {

    private static final Pattern ITEM = Pattern.compile("(.+)\\.(\\d{1,6})");
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

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
            return listed(
                    Config.builder(ConfigSources.file(file))
                            .disableEnvironmentVariablesSource()
                            .disableSystemPropertiesSource()
                            .disableKeyResolving()
                            .disableValueResolving()
                            .disableFilterServices()
                            .build()
                            .asMap()
                            .orElse(Map.of()));
        } catch (ConfigException | ClassCastException e) {
            mistakes.add(file + " is not YAML with names and values: " + reason(e));
            return Map.of();
        }
    }

    /// Puts the items of a list, which come as `name.0`, `name.1`, between commas.
    private static Map<String, String> listed(Map<String, String> written) {
        Map<String, String> values = new HashMap<>();
        Map<String, SortedMap<Integer, String>> lists = new HashMap<>();
        written.forEach((name, value) -> {
            Matcher item = ITEM.matcher(name);
            if (item.matches()) {
                lists.computeIfAbsent(item.group(1), _ -> new TreeMap<>())
                        .put(Integer.valueOf(item.group(2)), value);
            } else {
                values.put(name, value);
            }
        });
        lists.forEach((name, items) -> values.put(name, String.join(",", items.values())));
        return values;
    }

    private static String reason(RuntimeException e) {
        if (e instanceof ClassCastException) {
            return "it is a list or a single value";
        }
        // The parser's own words quote the line, which may hold a password.
        Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
        String last = "it cannot be parsed";
        while (place.find()) {
            last = "look at line " + place.group(1) + ", column " + place.group(2);
        }
        return last;
    }
}
