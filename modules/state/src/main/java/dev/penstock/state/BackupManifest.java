// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.List;

/// What a backup holds.
///
/// @param format of the archive; 1 is the only one so far
/// @param version of Penstock that made it
/// @param schema of the database in it
/// @param created when it was begun: each call that had ended before is in it
/// @param replica the installation it is of
/// @param masterKey the id of the master key that it needs; the key itself is not in it
/// @param entries the files in it besides the manifest
public record BackupManifest(
        int format,
        String version,
        int schema,
        Instant created,
        String replica,
        String masterKey,
        List<Entry> entries) {

    /// The format that is written and read.
    public static final int FORMAT = 1;

    /// A file.
    ///
    /// @param name its path in the archive
    /// @param bytes its length, not compressed
    /// @param sha256 of its contents, in hex
    public record Entry(String name, long bytes, String sha256) {}

    /// Keeps its own copy of the entries.
    public BackupManifest {
        entries = List.copyOf(entries);
    }
}
