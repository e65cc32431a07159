// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import dev.penstock.inference.Secret;
import dev.penstock.proxy.DataPlaneSettings;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must be known before the store can be opened; everything else is configured in it.
///
/// @param home the folder that relative paths begin at
/// @param main where callers and people are answered
/// @param management where health is told
/// @param data the folder of the store
/// @param plugins the folder of plugin jars; need not exist
/// @param database the PostgreSQL server, or null for the embedded database
/// @param replica the name of this process among those that share a database
/// @param masterKey 32 bytes in base64, or null for the file in the data folder
/// @param previousMasterKeys further keys in base64 that open what they encrypted, while replicas change
///     from one to another
/// @param setupToken what the first owner proves to know, or null for a new one at each start
/// @param plane the limits and times of the data plane
/// @param shutdownGrace how long calls may go on when the server is asked to stop
/// @param syncJournal whether the journal survives a loss of power
/// @param retention how long what happened is kept
/// @param privateAddresses whether providers may be at private addresses
/// @param exposure how the main listener stands in its network
/// @param demo whether an untouched installation is given the demo
/// @param bootstrap a declarative file that each start applies before it serves, or null
/// @param live what can change while the gateway runs; those above are their beginnings
public record Settings(
        Path home,
        ListenAddress main,
        ListenAddress management,
        Path data,
        Path plugins,
        @Nullable DatabaseSettings database,
        String replica,
        @Nullable Secret masterKey,
        List<Secret> previousMasterKeys,
        @Nullable Secret setupToken,
        DataPlaneSettings plane,
        Duration shutdownGrace,
        boolean syncJournal,
        Retention retention,
        boolean privateAddresses,
        Exposure exposure,
        boolean demo,
        @Nullable Path bootstrap,
        LiveValues live) {

    public Settings {
        previousMasterKeys = List.copyOf(previousMasterKeys);
        if (main.port() != 0 && main.port() == management.port()) {
            throw new IllegalArgumentException(
                    "management.port is "
                            + management.port()
                            + ", the same as port, but must be another one");
        }
    }

    /// Settings without a bootstrap file, of which none is pinned.
    public Settings(
            Path home,
            ListenAddress main,
            ListenAddress management,
            Path data,
            Path plugins,
            @Nullable DatabaseSettings database,
            String replica,
            @Nullable Secret masterKey,
            List<Secret> previousMasterKeys,
            @Nullable Secret setupToken,
            DataPlaneSettings plane,
            Duration shutdownGrace,
            boolean syncJournal,
            Retention retention,
            boolean privateAddresses,
            Exposure exposure,
            boolean demo) {
        this(
                home,
                main,
                management,
                data,
                plugins,
                database,
                replica,
                masterKey,
                previousMasterKeys,
                setupToken,
                plane,
                shutdownGrace,
                syncJournal,
                retention,
                privateAddresses,
                exposure,
                demo,
                null,
                LiveValues.FREE);
    }
}
