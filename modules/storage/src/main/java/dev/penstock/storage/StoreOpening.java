// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/// The steps from a folder to an open store. What was opened is closed again when a later step fails.
final class StoreOpening {

    // One row is about a kilobyte in memory and as much in the journal.
    private static final int ROWS_ON_THE_WAY = 32_768;
    private static final int CALLERS = 8;
    private static final int CONSOLE_CALLERS = 2;
    // The catalogue's thread and the ledger's.
    private static final int OWN_THREADS = 2;

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
        } catch (IOException | SQLException e) {
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
        Dialect dialect = new H2Dialect(settings.dataDirectory());
        DirectoryLock lock = keep(DirectoryLock.take(settings.dataDirectory()));
        DataSource source = dialect.dataSource();
        Connection first = keep(SchemaMigration.connect(dialect, source));
        int migrations = SchemaMigration.apply(dialect, source, first);
        Statements statements = Statements.load(dialect);
        Connections connections = keep(new Connections(dialect, source, statements));
        Database database =
                keep(new Database("data", connections, statements, CALLERS, OWN_THREADS));
        Database console =
                keep(new Database("console", connections, statements, CONSOLE_CALLERS, 0));

        TimeOrderedIds ids = new TimeOrderedIds(settings.clock(), settings.random());
        Audit audit = new Audit(settings.clock(), ids);
        Foundation foundation = Foundation.of(database, settings, audit, ids);
        CatalogRows rows = new CatalogRows(foundation.masterKey());
        CurrentCatalog catalog = keep(new CurrentCatalog(database, rows));
        catalog.start();

        JournalFolder folder = JournalFolder.in(settings.dataDirectory());
        LedgerEvent.Heading heading = new LedgerEvent.Heading(settings.replica(), settings.boot());
        LedgerRecovery recovery = new LedgerRecovery(database, folder);
        long firstFile = recovery.replay();
        int settled = recovery.settle(heading, catalog.current(), settings.clock().instant());
        // The pools hold the database open by now.
        first.close();
        LedgerPipeline pipeline = pipeline(database, folder, heading, firstFile);

        Changes changes = new Changes(database, catalog, audit, settings.clock(), ids);
        return new DatabaseStore(
                new Store.Opening(
                        foundation.first(), foundation.masterKeyWritten(), migrations, settled),
                new DatabaseStore.Parts(lock, connections, database, console, catalog, pipeline),
                new DatabaseConfiguration(changes, rows),
                new DatabaseAccounts(database, changes, foundation.firstTenant()),
                new DatabaseSessions(database, settings.clock()),
                new DatabasePersonalTokens(database, audit, settings.clock(), ids),
                foundation.digests());
    }

    private LedgerPipeline pipeline(
            Database database, JournalFolder folder, LedgerEvent.Heading heading, long firstFile) {
        Semaphore room = new Semaphore(ROWS_ON_THE_WAY);
        LedgerApplier applier = new LedgerApplier(database, folder, firstFile, heading, room);
        JournalFileSequence files =
                new JournalFileSequence(
                        folder,
                        journalOptions.maker(),
                        firstFile,
                        JournalFormat.frame(LedgerCodec.encode(heading)),
                        journalOptions.fileBytes());
        Journal journal = new Journal(files, applier, settings.syncJournal());
        JournaledLedger ledger = new JournaledLedger(journal, room, settings.clock());
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
