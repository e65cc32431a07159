// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// Reads a journal file up to its end or to the first record that is not whole.
final class JournalReader {

    /// Receives the events of a file in order; the first is its heading.
    interface Receiver {
        void receive(LedgerEvent event) throws IOException, SQLException;
    }

    /// How a file ended.
    enum End {
        /// With its last record.
        WHOLE,
        /// In the middle of a record that was being written when the process or machine died.
        TORN,
        /// With bytes that nobody wrote so: something behind them may be lost.
        DAMAGED
    }

    private JournalReader() {}

    static End read(Path file, Receiver receiver) throws IOException, SQLException {
        long left = Files.size(file);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 65_536))) {
            while (left > 0) {
                if (left < JournalFormat.HEAD) {
                    return End.TORN;
                }
                int length = in.readInt();
                int checksum = in.readInt();
                left -= JournalFormat.HEAD;
                if (length == 0 && checksum == 0 && onlyZeros(in)) {
                    // The file grew, but its contents did not reach the disk.
                    return End.TORN;
                }
                if (length < 1 || length > JournalFormat.LONGEST) {
                    return End.DAMAGED;
                }
                if (length > left) {
                    return End.TORN;
                }
                byte[] payload = in.readNBytes(length);
                left -= length;
                if (JournalFormat.checksum(payload) != checksum) {
                    return End.DAMAGED;
                }
                receiver.receive(LedgerCodec.decode(payload));
            }
            return End.WHOLE;
        }
    }

    private static boolean onlyZeros(DataInputStream in) throws IOException {
        byte[] bytes = new byte[8192];
        for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
            for (int i = 0; i < count; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
