// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Actor;
import dev.penstock.state.Backup;
import dev.penstock.state.Maintenance;
import dev.penstock.state.Retention;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Care of the open store, one thing of a kind at a time.
final class DatabaseMaintenance implements Maintenance {

    private static final Duration COPY_DEADLINE = Duration.ofMinutes(10);

    private final StoreSettings settings;
    private final Database database;
    private final Connections.Pool patient;
    private final Dialect dialect;
    private final Audit audit;
    private final OnlineRekeying rekeying;
    private final RetentionJob retention;
    private final Semaphore backup = new Semaphore(1);
    private final Semaphore rekey = new Semaphore(1);

    DatabaseMaintenance(
            StoreSettings settings,
            Database database,
            Connections connections,
            Audit audit,
            OnlineRekeying rekeying,
            RetentionJob retention) {
        this.settings = settings;
        this.database = database;
        this.patient = connections.add("care", 1, COPY_DEADLINE);
        this.dialect = connections.dialect();
        this.audit = audit;
        this.rekeying = rekeying;
        this.retention = retention;
    }

    @Override
    public void retain(Retention other) {
        retention.retain(other);
    }

    @Override
    public Backup backup(Actor actor) {
        if (dialect.shared()) {
            throw HeldBackup.notOfPostgres(StateException.Kind.CONFLICT);
        }
        if (!backup.tryAcquire()) {
            throw Changes.conflict(
                    "a backup is being made or fetched; try again when it has ended");
        }
        boolean done = false;
        try {
            byte[] check =
                    database.transaction(
                            transaction -> Foundation.sealed(transaction, Foundation.CHECK));
            Backup made =
                    new BackupWriter(new DataFolder(settings.dataDirectory()), this::copy)
                            .write(HeldBackup.head(settings, dialect.newestMigration(), check));
            HeldBackup held = new HeldBackup(made, backup::release);
            note(held, actor);
            done = true;
            return held;
        } finally {
            if (!done) {
                DataFolder folder = new DataFolder(settings.dataDirectory());
                BackupWriter.discard(folder.backup());
                backup.release();
            }
        }
    }

    @Override
    public Rekeyed rekey(Actor actor) {
        if (!rekey.tryAcquire()) {
            throw Changes.conflict(
                    "secrets are being encrypted anew already; try again when that has ended");
        }
        try {
            return rekeying.run(actor);
        } finally {
            rekey.release();
        }
    }

    private void copy(Path file) throws SQLException {
        var _ =
                patient.use(
                        connection -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute(H2Dialect.backupTo(file));
                                connection.commit();
                                return true;
                            }
                        },
                        () -> true);
    }

    private void note(Backup made, Actor actor) {
        Map<String, String> facts =
                Map.of(
                        "bytes",
                        Long.toString(made.bytes()),
                        "master_key",
                        made.manifest().masterKey());
        var _ =
                database.transaction(transaction -> {
                    audit.write(
                            transaction,
                            actor,
                            new Audit.Change("installation.backup", null, null, facts));
                    return true;
                });
    }
}
