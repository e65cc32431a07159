// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Everything remembered, opened.
public interface Store extends AutoCloseable {

    /// What happened at the opening.
    ///
    /// @param first whether there was nothing before
    /// @param masterKeyWritten where a new master key was written, or null when one existed
    /// @param migrations how many migrations were applied
    /// @param settled how many open rows of earlier boots were settled as estimates
    record Opening(boolean first, @Nullable Path masterKeyWritten, int migrations, int settled) {}

    /// What happened at the opening.
    Opening opening();

    /// The current catalogue.
    CatalogSource catalog();

    /// Changes to it.
    Configuration configuration();

    /// The ledger, for writing.
    Ledger ledger();

    /// The ledger, for reading.
    CallRecords calls();

    /// Who changed what.
    AuditRecords audit();

    /// When issued keys were used last.
    KeyUses keyUses();

    /// People.
    Accounts accounts();

    /// Sessions.
    Sessions sessions();

    /// Personal tokens.
    PersonalTokens tokens();

    /// Digests of issued keys.
    KeyDigests keyDigests();

    /// Care while it works.
    Maintenance maintenance();

    /// Whether the store can be written now and this process is [#alone] under its name; for the
    /// readiness probe. Answers within a second.
    boolean healthy();

    /// Whether no other process is known to run under this one's replica name. One that lost its
    /// connection to a shared database may find another in its place; its calls go on and their rows
    /// stay exact, but it should get no new ones. An operator must stop one of both.
    boolean alone();

    /// Writes what is pending and closes. Waits at most ten seconds.
    @Override
    void close();
}
