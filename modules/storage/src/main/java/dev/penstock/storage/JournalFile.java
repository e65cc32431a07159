// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A journal file being written, by one thread.
interface JournalFile extends Closeable {

    /// Writes all bytes at the end.
    void append(ByteBuffer bytes) throws IOException;

    /// Returns when all written bytes would survive a loss of power.
    void force() throws IOException;

    /// Cuts off what was written behind a length.
    void truncate(long length) throws IOException;

    /// Makes new files.
    interface Maker {
        JournalFile make(Path path) throws IOException;
    }

    /// Makes files of the operating system.
    static JournalFile make(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new JournalFile() {
            @Override
            public void append(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long length) throws IOException {
                channel.truncate(length);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
