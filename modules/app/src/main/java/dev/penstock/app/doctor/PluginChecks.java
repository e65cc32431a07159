// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import dev.penstock.app.plugins.Plugins;
import dev.penstock.app.server.Offline;
import dev.penstock.app.settings.Settings;
import dev.penstock.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The jars of the plugins folder.
final class PluginChecks {

    static final String PLUGIN = "plugin";

    private PluginChecks() {}

    static List<Finding> all(Settings settings) {
        Plugins plugins = Offline.plugins(settings);
        String rule = "a module that fits this version";
        List<Finding> findings = new ArrayList<>();
        plugins.loaded()
                .forEach(plugin ->
                        findings.add(
                                Finding.ok(
                                        PLUGIN,
                                        plugin.jar()
                                                + plugin.providers().stream()
                                                        .map(ProviderFactory::type)
                                                        .collect(
                                                                Collectors.joining(
                                                                        ", ", ", provides ", "")),
                                        rule)));
        plugins.refused()
                .forEach(jar ->
                        findings.add(
                                Finding.fail(
                                        PLUGIN,
                                        jar.jar() + " is not used: " + jar.reason(),
                                        rule,
                                        "mend it, or take it out of " + settings.plugins())));
        return findings.isEmpty()
                ? List.of(Finding.ok(PLUGIN, "none in " + settings.plugins(), ""))
                : findings;
    }
}
