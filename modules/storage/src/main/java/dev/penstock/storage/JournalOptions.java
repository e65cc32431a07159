// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

/// How the journal keeps its files.
///
/// @param maker makes them
/// @param fileBytes the length from which on a new one is begun
/// @param rowsOnTheWay how many opened rows may stand in the journal alone; further ones are refused
record JournalOptions(JournalFile.Maker maker, long fileBytes, int rowsOnTheWay) {

    // One row is about a kilobyte in memory and as much in the journal.
    private static final int ROWS_ON_THE_WAY = 32_768;

    /// Files of a maker with the ordinary bound of rows.
    JournalOptions(JournalFile.Maker maker, long fileBytes) {
        this(maker, fileBytes, ROWS_ON_THE_WAY);
    }

    /// Files of the operating system, sixteen mebibytes each.
    static JournalOptions standard() {
        return new JournalOptions(JournalFile::make, 16L << 20);
    }
}
