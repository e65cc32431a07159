// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import dev.penstock.spi.PolicyFactory;
import dev.penstock.spi.ProviderFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What was found in the plugins folder.
///
/// A plugin is code that is trusted: it runs with all rights of the gateway. Its layer keeps its
/// packages apart from those of others; it is no sandbox.
///
/// @param loaded the jars that can be used, by name
/// @param refused the jars that cannot, by name
public record Plugins(List<Plugin> loaded, List<Refused> refused) {

    public Plugins {
        loaded = List.copyOf(loaded);
        refused = List.copyOf(refused);
    }

    /// A jar that cannot be used.
    ///
    /// @param jar its file name
    /// @param reason what is wrong with it and what to do
    public record Refused(String jar, String reason) {}

    /// Loads every jar of a folder, and every vendor file (`*.json`). One that cannot be used takes
    /// nothing else with it.
    ///
    /// @param folder need not exist
    /// @param builtIn the provider types that are taken before
    public static Plugins load(Path folder, Collection<String> builtIn) {
        Set<String> types = new HashSet<>(builtIn);
        List<Plugin> loaded = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Path file : files(folder, "*.json", refused)) {
            try {
                Plugin plugin = VendorFile.load(file, types);
                plugin.providers().forEach(factory -> types.add(factory.type()));
                loaded.add(plugin);
            } catch (PluginException e) {
                refused.add(new Refused(file.getFileName().toString(), e.getMessage()));
            }
        }
        for (Path jar : files(folder, "*.jar", refused)) {
            try {
                Plugin plugin = PluginJar.load(jar, types);
                plugin.providers().forEach(factory -> types.add(factory.type()));
                loaded.add(plugin);
            } catch (PluginException e) {
                refused.add(new Refused(jar.getFileName().toString(), e.getMessage()));
            }
        }
        return new Plugins(loaded, refused);
    }

    /// The provider factories of all plugins.
    public List<ProviderFactory> providers() {
        return loaded.stream().flatMap(plugin -> plugin.providers().stream()).toList();
    }

    /// The policy factories of all plugins.
    public List<PolicyFactory> policies() {
        return loaded.stream().flatMap(plugin -> plugin.policies().stream()).toList();
    }

    private static List<Path> files(Path folder, String glob, List<Refused> refused) {
        List<Path> jars = new ArrayList<>();
        if (!Files.exists(folder)) {
            return jars;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(jars::add);
        } catch (IOException e) {
            refused.add(
                    new Refused(
                            folder.toString(),
                            "the folder cannot be read (" + e.getMessage() + ")"));
        }
        jars.sort(null);
        return jars;
    }
}
