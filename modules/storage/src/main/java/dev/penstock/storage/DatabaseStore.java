// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Accounts;
import dev.penstock.state.AuditRecords;
import dev.penstock.state.CallRecords;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.Configuration;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.KeyUses;
import dev.penstock.state.Ledger;
import dev.penstock.state.Maintenance;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.Sessions;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The open store.
final class DatabaseStore implements Store {

    private static final Duration HEALTH_DEADLINE = Duration.ofMillis(450);

    private final Opening opening;
    private final Parts parts;
    private final Configuration configuration;
    private final Accounts accounts;
    private final Sessions sessions;
    private final PersonalTokens tokens;
    private final KeyDigests keyDigests;
    private final Maintenance maintenance;
    private final CallRecords calls;
    private final AuditRecords audit;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// What has threads, files or connections.
    ///
    /// @param lock of the data directory
    /// @param claim of the replica's name
    /// @param connections of both databases
    /// @param database for calls and changes
    /// @param console for reading the ledger
    /// @param catalog in force
    /// @param pipeline of the ledger
    /// @param heartbeat that tells others of this start
    /// @param retention that removes what is old
    /// @param keyUses that writes when keys were used
    record Parts(
            DirectoryLock lock,
            ReplicaClaim claim,
            Connections connections,
            Database database,
            Database console,
            CurrentCatalog catalog,
            LedgerPipeline pipeline,
            Heartbeat heartbeat,
            RetentionJob retention,
            BufferedKeyUses keyUses) {}

    DatabaseStore(
            Opening opening,
            Parts parts,
            Configuration configuration,
            Accounts accounts,
            Sessions sessions,
            PersonalTokens tokens,
            KeyDigests keyDigests,
            Maintenance maintenance) {
        this.opening = opening;
        this.parts = parts;
        this.configuration = configuration;
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.keyDigests = keyDigests;
        this.maintenance = maintenance;
        this.calls = new DatabaseCallRecords(parts.console(), parts.pipeline().ledger());
        this.audit = new DatabaseAuditRecords(parts.console());
        parts.pipeline().start();
    }

    @Override
    public Opening opening() {
        return opening;
    }

    @Override
    public CatalogSource catalog() {
        return parts.catalog();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public Ledger ledger() {
        return parts.pipeline().ledger();
    }

    @Override
    public CallRecords calls() {
        return calls;
    }

    @Override
    public AuditRecords audit() {
        return audit;
    }

    @Override
    public KeyUses keyUses() {
        return parts.keyUses();
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public PersonalTokens tokens() {
        return tokens;
    }

    @Override
    public KeyDigests keyDigests() {
        return keyDigests;
    }

    @Override
    public Maintenance maintenance() {
        return maintenance;
    }

    @Override
    public boolean healthy() {
        return !closed.get()
                && alone()
                && parts.pipeline().ledger().writable(HEALTH_DEADLINE)
                && databaseAnswers();
    }

    @Override
    public boolean alone() {
        return parts.claim().undisputed();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        parts.pipeline().stop();
        parts.retention().close();
        parts.keyUses().close();
        parts.heartbeat().close();
        parts.heartbeat().leave();
        parts.catalog().close();
        parts.console().close();
        parts.database().close();
        parts.connections().close();
        parts.claim().close();
        parts.lock().close();
    }

    private boolean databaseAnswers() {
        try {
            return parts.database()
                    .run(
                            transaction -> transaction.any("ping", Parameters.none()),
                            HEALTH_DEADLINE);
        } catch (StateException e) {
            return false;
        }
    }
}
