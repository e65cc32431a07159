// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The frame of a record in a journal file: its length in bytes, a CRC32C over the length and the
/// payload, the payload. All numbers big-endian.
final class JournalFormat {

    static final int HEAD = 8;

    /// No record is longer; a length above it is damage.
    static final int LONGEST = 64 * 1024;

    private JournalFormat() {}

    static byte[] frame(byte[] payload) {
        if (payload.length == 0 || payload.length > LONGEST) {
            throw new IllegalArgumentException(
                    "journal record has "
                            + payload.length
                            + " bytes but must have 1 to "
                            + LONGEST);
        }
        return ByteBuffer.allocate(HEAD + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .array();
    }

    static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(0, payload.length));
        crc.update(payload);
        return (int) crc.getValue();
    }
}
