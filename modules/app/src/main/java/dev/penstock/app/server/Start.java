// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.admin.Bootstrap;
import dev.penstock.app.plugins.Plugins;
import dev.penstock.inference.Secret;
import dev.penstock.state.Store;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a start has to tell.
///
/// @param address where callers and people are answered, as seen from this machine
/// @param management where health is told
/// @param opening what happened to the store
/// @param plugins what was found in the plugins folder
/// @param demoKey the key of the demo, told this once, or null
/// @param bootstrapped what the file of the setting `bootstrap` brought, or null without one
/// @param setup where the first person becomes the owner, or null when there is one
public record Start(
        URI address,
        URI management,
        Store.Opening opening,
        Plugins plugins,
        @Nullable Secret demoKey,
        @Nullable Bootstrapped bootstrapped,
        @Nullable URI setup) {

    /// A declarative file that was applied.
    ///
    /// @param file which
    /// @param made what it brought
    public record Bootstrapped(Path file, Bootstrap.Made made) {}
}
