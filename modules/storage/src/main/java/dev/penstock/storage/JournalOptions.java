// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

/// How the journal keeps its files.
///
/// @param maker makes them
/// @param fileBytes the length from which on a new one is begun
record JournalOptions(JournalFile.Maker maker, long fileBytes) {

    /// Files of the operating system, sixteen mebibytes each.
    static JournalOptions standard() {
        return new JournalOptions(JournalFile::make, 16L << 20);
    }
}
