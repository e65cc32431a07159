// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens stores. Found by [java.util.ServiceLoader].
public interface StoreFactory {

    /// Opens the store: makes or checks the master key, applies missing migrations, makes the first
    /// tenant, replays the journal, settles the open rows of earlier boots, loads the catalogue.
    ///
    /// @throws StateException UNUSABLE, with what to do, when the master key is missing or wrong, the
    ///     schema is newer than this program, another process has the embedded database open, or, with
    ///     PostgreSQL, another process runs under the same replica name
    Store open(StoreSettings settings);

    /// Applies missing migrations and nothing else.
    ///
    /// @return how many were applied
    /// @throws StateException as [#open]
    int migrate(StoreSettings settings);

    /// Encrypts every stored secret with a new master key, all in one transaction: whatever happens, all
    /// are readable with the old key or all with the new. No gateway may run on the store.
    ///
    /// @param settings with the old key
    /// @param next 32 bytes in base64, or null for a new one, which is possible where the key is in the
    ///     file `master.key`; that file then has the new key
    /// @return how many secrets were encrypted anew
    /// @throws StateException UNUSABLE, with nothing changed, when the old key is missing or wrong, when
    ///     both keys are the same, or when a gateway runs
    int rekey(StoreSettings settings, @Nullable Secret next);

    /// Copies the embedded database of a gateway that does not run.
    ///
    /// @throws StateException UNUSABLE, with what to do, when one runs, when there is no store, or with
    ///     PostgreSQL
    Backup backup(StoreSettings settings);

    /// Reads a backup and compares every file in it with its checksum.
    ///
    /// @throws StateException UNUSABLE when it is damaged, cut off, no backup, or of a newer version
    BackupManifest inspect(Path archive);

    /// What a restoring came to.
    ///
    /// @param manifest of the backup
    /// @param before where what was there before is kept, or null when there was nothing
    record Restored(BackupManifest manifest, @Nullable Path before) {}

    /// Puts a backup into the data folder. Nothing is changed before the whole backup was found sound
    /// and the master key to fit; what is changed then is changed wholly, if need be by the next start.
    ///
    /// @param replace whether a database that is there is moved aside, else it is a refusal
    /// @throws StateException UNUSABLE, with nothing changed, when the backup is not sound or of a newer
    ///     schema, its master key is missing, a gateway runs or has a database there, or with PostgreSQL
    Restored restore(StoreSettings settings, Path archive, boolean replace);

    /// Looks whether [#open] would succeed, and changes nothing. A folder that does not exist or has
    /// no database yet is fine when one could be made.
    ///
    /// @throws StateException as [#open]
    void check(StoreSettings settings);
}
