// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where and how to remember.
///
/// @param dataDirectory the folder of the embedded database, the journal and the master key file
///     (`master.key`); made when missing
/// @param database the PostgreSQL server, or null for the embedded database
/// @param masterKey 32 bytes in base64 from the environment, or null for the file. With PostgreSQL one of
///     both must exist: a key is only ever made with the embedded database
/// @param syncJournal whether every batch of the journal is also forced to the disk, to survive a loss
///     of power
/// @param replica names this installation among those that share a database; no two running ones may
///     have the same
/// @param boot names this start
/// @param clock the time
/// @param random cryptographically strong
/// @param retention how long what happened is kept
/// @param previousMasterKeys further keys in base64, which open what they encrypted and encrypt nothing:
///     while replicas change from one key to another each accepts both
public record StoreSettings(
        Path dataDirectory,
        @Nullable DatabaseSettings database,
        @Nullable Secret masterKey,
        boolean syncJournal,
        String replica,
        UUID boot,
        InstantSource clock,
        RandomGenerator random,
        Retention retention,
        List<Secret> previousMasterKeys) {

    /// Keeps its own copy of the keys.
    public StoreSettings {
        previousMasterKeys = List.copyOf(previousMasterKeys);
    }

    /// Settings that keep everything, with one master key.
    public StoreSettings(
            Path dataDirectory,
            @Nullable DatabaseSettings database,
            @Nullable Secret masterKey,
            boolean syncJournal,
            String replica,
            UUID boot,
            InstantSource clock,
            RandomGenerator random) {
        this(
                dataDirectory,
                database,
                masterKey,
                syncJournal,
                replica,
                boot,
                clock,
                random,
                Retention.FOREVER,
                List.of());
    }

    /// Settings for the embedded database that keep everything, with one master key.
    public StoreSettings(
            Path dataDirectory,
            @Nullable Secret masterKey,
            boolean syncJournal,
            String replica,
            UUID boot,
            InstantSource clock,
            RandomGenerator random) {
        this(dataDirectory, null, masterKey, syncJournal, replica, boot, clock, random);
    }
}
