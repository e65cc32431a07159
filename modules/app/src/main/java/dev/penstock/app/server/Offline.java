// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.plugins.Plugins;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be done while the gateway does not run.
public final class Offline {

    private Offline() {}

    /// Applies missing migrations.
    ///
    /// @return how many
    /// @throws dev.penstock.state.StateException when the store cannot be opened
    public static int migrate(Settings settings) {
        return Services.store().migrate(storeSettings(settings));
    }

    /// Puts a new master key in the place of the old one.
    ///
    /// @param next the new one, or null to make it
    /// @return how many secrets were encrypted anew
    /// @throws dev.penstock.state.StateException when nothing was changed
    public static int rekey(Settings settings, @Nullable Secret next) {
        return Services.store().rekey(storeSettings(settings), next);
    }

    /// What would keep the gateway from starting, or a plugin from being used; changes nothing.
    ///
    /// @return a sentence for each
    public static List<String> check(Settings settings) {
        List<String> mistakes = new ArrayList<>();
        try {
            Services.store().check(storeSettings(settings));
        } catch (StateException e) {
            mistakes.add(String.valueOf(e.getMessage()));
        }
        Plugins.load(settings.plugins(), Services.providerTypes())
                .refused()
                .forEach(jar ->
                        mistakes.add("plugin " + jar.jar() + " cannot be used: " + jar.reason()));
        return mistakes;
    }

    private static StoreSettings storeSettings(Settings settings) {
        return Assembly.storeSettings(settings, InstantSource.system(), new SecureRandom());
    }
}
