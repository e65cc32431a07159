// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.plugins.Plugins;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreFactory;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
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

    /// Copies the store of a gateway that does not run.
    ///
    /// @throws dev.penstock.state.StateException with what to do
    public static Backup backup(Settings settings) {
        return Services.store().backup(storeSettings(settings));
    }

    /// Reads a backup and compares it with its checksums.
    ///
    /// @throws dev.penstock.state.StateException when it is not sound
    public static BackupManifest inspect(Path archive) {
        return Services.store().inspect(archive);
    }

    /// Puts a backup into the data folder.
    ///
    /// @param replace whether what is there is moved aside
    /// @throws dev.penstock.state.StateException when nothing was changed
    public static StoreFactory.Restored restore(Settings settings, Path archive, boolean replace) {
        return Services.store().restore(storeSettings(settings), archive, replace);
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
