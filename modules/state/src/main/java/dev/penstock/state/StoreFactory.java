// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

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

    /// Looks whether [#open] would succeed, and changes nothing. A folder that does not exist or has
    /// no database yet is fine when one could be made.
    ///
    /// @throws StateException as [#open]
    void check(StoreSettings settings);
}
