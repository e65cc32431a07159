// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.io.IOException;
import java.io.OutputStream;

/// A copy of a store as one zip archive. It takes room in the data folder until it is closed.
public interface Backup extends AutoCloseable {

    /// What is in it.
    BackupManifest manifest();

    /// The size of the archive.
    long bytes();

    /// Writes the archive.
    ///
    /// @throws IOException when the receiver fails, or the backup was closed meanwhile
    void writeTo(OutputStream to) throws IOException;

    /// Removes it from the data folder. Closing twice is harmless; closing while another thread writes
    /// ends the writing.
    @Override
    void close();
}
