// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.plugins.Plugins;
import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.state.Backup;
import dev.penstock.state.BackupManifest;
import dev.penstock.state.DatabaseServer;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreFactory;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /// What a check found.
    ///
    /// @param mistakes a sentence for each thing that would keep the gateway from starting, or a plugin
    ///     from being used
    /// @param running whether a gateway has the data folder open now
    public record Checked(List<String> mistakes, boolean running) {

        public Checked {
            mistakes = List.copyOf(mistakes);
        }
    }

    /// Looks at store, plugins and the file of the setting `bootstrap`, and changes nothing.
    ///
    /// @param environment where the file of the setting `bootstrap` may have its secrets
    public static Checked check(Settings settings, Map<String, String> environment) {
        List<String> mistakes = new ArrayList<>();
        bootstrap(settings, environment).ifPresent(mistakes::add);
        boolean running = false;
        try {
            running = !store(settings);
        } catch (StateException e) {
            mistakes.add(String.valueOf(e.getMessage()));
        }
        plugins(settings)
                .refused()
                .forEach(jar ->
                        mistakes.add("plugin " + jar.jar() + " cannot be used: " + jar.reason()));
        return new Checked(mistakes, running);
    }

    /// Whether a gateway, or a command, has the data folder open now.
    public static boolean held(Settings settings) {
        return Services.store().held(storeSettings(settings));
    }

    /// Looks at the file of the setting `bootstrap`, as far as it alone tells.
    ///
    /// @param environment where it may have its secrets
    /// @return its mistakes, or nothing when a start would understand it or there is none
    public static Optional<String> bootstrap(Settings settings, Map<String, String> environment) {
        if (settings.bootstrap() == null) {
            return Optional.empty();
        }
        try {
            BootstrapFile.read(settings.bootstrap(), environment).check();
            return Optional.empty();
        } catch (StartException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Looks whether the store could be opened.
    ///
    /// @return whether all of it was looked at, see [dev.penstock.state.StoreFactory#check]
    /// @throws dev.penstock.state.StateException when it could not
    public static boolean store(Settings settings) {
        return Services.store().check(storeSettings(settings));
    }

    /// The database server, or nothing when the database is the embedded one.
    ///
    /// @throws dev.penstock.state.StateException when it does not answer
    public static Optional<DatabaseServer> server(Settings settings) {
        return Services.store().server(storeSettings(settings));
    }

    /// What is in the plugins folder.
    public static Plugins plugins(Settings settings) {
        return Plugins.load(settings.plugins(), Services.providerTypes());
    }

    /// The certificate that callers would be shown.
    ///
    /// @throws StartException when the pair cannot be used
    public static X509Certificate certificate(Exposure.TlsFiles files) {
        return new CertificateFiles(files).read().leaf();
    }

    /// Looks whether a start could listen.
    ///
    /// @param name of the setting of the port
    /// @throws StartException when it could not
    public static void probe(ListenAddress address, String name) {
        Listeners.probe(address, name);
    }

    private static StoreSettings storeSettings(Settings settings) {
        return Assembly.storeSettings(settings, InstantSource.system(), new SecureRandom());
    }
}
