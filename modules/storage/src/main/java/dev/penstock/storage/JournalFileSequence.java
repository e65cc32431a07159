// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The files that one start of the gateway writes, one after another, each with a heading. Used by the
/// journal's thread; only the number may be asked by others.
final class JournalFileSequence {

    private final JournalFolder folder;
    private final JournalFile.Maker maker;
    private final byte[] heading;
    private final long fullAt;

    private @Nullable JournalFile file;
    private long length;
    private volatile long number;

    /// Files to be.
    ///
    /// @param first the number of the first
    /// @param heading of every file, framed
    /// @param fullAt the length from which on a new file is begun
    JournalFileSequence(
            JournalFolder folder,
            JournalFile.Maker maker,
            long first,
            byte[] heading,
            long fullAt) {
        this.folder = folder;
        this.maker = maker;
        this.number = first - 1;
        this.heading = heading;
        this.fullAt = fullAt;
    }

    /// The number of the file that was written last.
    long number() {
        return number;
    }

    /// Writes bytes in one piece: when this throws, none of them is ever read back.
    ///
    /// @throws UncertainWriteException when some of them may be
    void append(ByteBuffer bytes, boolean sync) throws IOException {
        JournalFile current = file;
        if (current == null || length >= fullAt) {
            current = next(sync);
        }
        int count = bytes.remaining();
        try {
            current.append(bytes);
            if (sync) {
                current.force();
            }
            length += count;
        } catch (IOException e) {
            cut(current, e);
            throw e;
        }
    }

    void close() {
        JournalFile current = file;
        file = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                Log.warning("the journal file could not be closed", e);
            }
        }
    }

    private JournalFile next(boolean sync) throws IOException {
        close();
        // A number is used once, even when its file cannot be begun.
        long next = number + 1;
        number = next;
        JournalFile made = maker.make(folder.file(next));
        try {
            made.append(ByteBuffer.wrap(heading));
            if (sync) {
                made.force();
                folder.force();
            }
        } catch (IOException e) {
            made.close();
            throw e;
        }
        file = made;
        length = heading.length;
        return made;
    }

    // What was written in part would end the reading of the file, and what was written whole but
    // not
    // forced would come back to life.
    private void cut(JournalFile current, IOException cause) throws UncertainWriteException {
        try {
            current.truncate(length);
        } catch (IOException e) {
            close();
            throw new UncertainWriteException(cause);
        }
    }
}
