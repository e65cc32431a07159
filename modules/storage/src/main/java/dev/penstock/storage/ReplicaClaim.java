// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

/// The claim of one process to run under a replica's name.
interface ReplicaClaim extends AutoCloseable {

    /// Whether no other process is known to run under the name.
    boolean undisputed();

    /// Gives the name back.
    @Override
    void close();

    /// Where no other process can get at the database.
    ReplicaClaim UNSHARED =
            new ReplicaClaim() {
                @Override
                public boolean undisputed() {
                    return true;
                }

                @Override
                public void close() {}
            };
}
