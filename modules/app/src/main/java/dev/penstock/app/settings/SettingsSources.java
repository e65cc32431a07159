// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where settings come from; what is named first goes before what follows.
///
/// @param options values by the name of their setting, as typed
/// @param environment the environment variables
/// @param file the file, or null for `penstock.yaml` in the folder of the installation, when there is
///     one
/// @param home the folder of the installation, where relative paths begin
public record SettingsSources(
        Map<String, String> options,
        Map<String, String> environment,
        @Nullable Path file,
        Path home) {

    /// The name of the file that is read when none is named.
    public static final String FILE = "penstock.yaml";

    public SettingsSources {
        options = Map.copyOf(options);
        environment = Map.copyOf(environment);
    }
}
