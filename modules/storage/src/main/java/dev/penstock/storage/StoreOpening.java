// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/// The steps from a folder to an open store. What was opened is closed again when a later step fails.
final class StoreOpening {

    private static final int CALLERS = 8;
    private static final int CONSOLE_CALLERS = 2;
    // The threads of the catalogue, the ledger, the heartbeat, the retention and the key uses.
    private static final int OWN_THREADS = 5;
    // A machine that died without a word is forgotten after 25 seconds.
    private static final Duration REPLICA_PATIENCE = Duration.ofSeconds(30);

    private final StoreSettings settings;
    private final JournalOptions journalOptions;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private StoreOpening(StoreSettings settings, JournalOptions journalOptions) {
        this.settings = settings;
        this.journalOptions = journalOptions;
    }

    static Store open(StoreSettings settings, JournalOptions journalOptions) {
        StoreOpening opening = new StoreOpening(settings, journalOptions);
        boolean done = false;
        try {
            Store store = opening.open();
            done = true;
            return store;
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE, "the database failed during the opening", e);
        } catch (IOException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the data directory "
                            + settings.dataDirectory()
                            + " cannot be read or written; check its rights and space",
                    e);
        } finally {
            if (!done) {
                opening.undo();
            }
        }
    }

    private Store open() throws IOException, SQLException {
        Dialect dialect = Dialect.of(settings);
        DirectoryLock lock = keep(DirectoryLock.take(settings.dataDirectory()));
        ReplicaClaim claim = keep(dialect.claimReplica(settings.replica(), REPLICA_PATIENCE));
        DataSource patient = dialect.patientSource();
        Connection first = keep(SchemaMigration.connect(dialect, patient));
        dialect.holdPreparation(first);
        int migrations = SchemaMigration.apply(dialect, patient, first);
        Statements statements = Statements.load(dialect);
        Connections connections = keep(new Connections(dialect, dialect.dataSource(), statements));
        Database database = database("data", connections, statements, CALLERS, OWN_THREADS);
        Database console = database("console", connections, statements, CONSOLE_CALLERS, 0);

        TimeOrderedIds ids = new TimeOrderedIds(settings.clock(), settings.random());
        Audit audit = new Audit(settings.clock(), ids);
        Foundation foundation = Foundation.of(database, settings, audit, ids);
        // The pools hold an embedded database open by now.
        first.close();
        CatalogRows rows = new CatalogRows(foundation.keys());
        CurrentCatalog catalog = keep(new CurrentCatalog(database, rows));
        catalog.start();

        JournalFolder folder = JournalFolder.in(settings.dataDirectory());
        LedgerEvent.Heading heading = new LedgerEvent.Heading(settings.replica(), settings.boot());
        LedgerRecovery recovery = new LedgerRecovery(database, folder);
        long firstFile = recovery.replay();
        AbandonedRows abandoned = new AbandonedRows(database, heading, catalog, settings.clock());
        Namesakes namesakes = namesakes(database, heading, dialect.shared());
        int settled = abandoned.settleOwn(namesakes.living());
        Heartbeat heartbeat =
                keep(new Heartbeat(database, heading, abandoned, namesakes, settings.clock()));
        heartbeat.begin();
        RetentionJob retention = retention(database);
        BufferedKeyUses keyUses = keyUses(database);
        LedgerPipeline pipeline = pipeline(database, folder, heading, firstFile, dialect.shared());

        Changes changes = new Changes(database, catalog, audit, settings.clock(), ids);
        return new DatabaseStore(
                new Store.Opening(
                        foundation.first(), foundation.masterKeyWritten(), migrations, settled),
                new DatabaseStore.Parts(
                        lock,
                        claim,
                        connections,
                        database,
                        console,
                        catalog,
                        pipeline,
                        heartbeat,
                        retention,
                        keyUses),
                new DatabaseConfiguration(changes, rows),
                new DatabaseAccounts(database, changes, foundation.firstTenant()),
                new DatabaseSessions(database, settings.clock()),
                new DatabasePersonalTokens(database, audit, settings.clock(), ids),
                foundation.digests(),
                maintenance(database, connections, foundation.keys(), audit, retention));
    }

    private Database database(
            String name,
            Connections connections,
            Statements statements,
            int callers,
            int ownThreads) {
        return keep(new Database(name, connections, statements, callers, ownThreads));
    }

    private RetentionJob retention(Database database) {
        RetentionJob retention =
                keep(new RetentionJob(database, settings.retention(), settings.clock()));
        retention.start();
        return retention;
    }

    private BufferedKeyUses keyUses(Database database) {
        BufferedKeyUses keyUses = keep(new BufferedKeyUses(database, settings.clock()));
        keyUses.start();
        return keyUses;
    }

    private DatabaseMaintenance maintenance(
            Database database,
            Connections connections,
            KeyRing keys,
            Audit audit,
            RetentionJob retention) {
        return new DatabaseMaintenance(
                settings,
                database,
                connections,
                audit,
                new OnlineRekeying(settings, database, keys, audit, Rekeying.Step.NONE),
                retention);
    }

    // The lock of an embedded database is lock enough.
    private Namesakes namesakes(Database database, LedgerEvent.Heading heading, boolean shared) {
        return new Namesakes(
                database,
                heading,
                shared ? EarlierBoots.note(settings.dataDirectory(), settings.boot()) : null,
                settings.clock());
    }

    private LedgerPipeline pipeline(
            Database database,
            JournalFolder folder,
            LedgerEvent.Heading heading,
            long firstFile,
            boolean shared) {
        Semaphore room = new Semaphore(journalOptions.rowsOnTheWay());
        DatabaseAnswers answers = new DatabaseAnswers(shared);
        LedgerApplier applier =
                new LedgerApplier(
                        database, folder, firstFile, heading, room, answers, settings.clock());
        JournalFileSequence files =
                new JournalFileSequence(
                        folder,
                        journalOptions.maker(),
                        firstFile,
                        JournalFormat.frame(LedgerCodec.encode(heading)),
                        journalOptions.fileBytes());
        Journal journal = new Journal(files, applier, settings.syncJournal());
        JournaledLedger ledger = new JournaledLedger(journal, room, answers, settings.clock());
        return new LedgerPipeline(ledger, journal, applier);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    private void undo() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                Log.warning("what was opened could not be closed again", e);
            }
        }
    }
}
