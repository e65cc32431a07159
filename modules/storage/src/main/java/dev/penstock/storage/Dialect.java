// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// What differs from database to database besides the SQL, which is in files of the dialect's id.
sealed interface Dialect permits H2Dialect, PostgresDialect {

    /// Names the folder of its migrations and the file of its statements.
    String id();

    /// The number of the newest migration that this program brings.
    int newestMigration();

    /// The dialect of the database that settings name.
    static Dialect of(StoreSettings settings) {
        DatabaseSettings database = settings.database();
        return database == null
                ? new H2Dialect(settings.dataDirectory())
                : new PostgresDialect(database);
    }

    /// A source of connections without a pool, for ordinary work: a server that falls silent is given
    /// up within seconds.
    DataSource dataSource();

    /// The same for work that may take as long as it takes, such as a migration.
    DataSource patientSource();

    /// A source of connections that can change nothing.
    DataSource readingSource();

    /// Whether there is a database, so far as it can be seen without connecting.
    boolean exists();

    /// Prepares a new connection for ordinary work.
    ///
    /// @param millis the deadline of every statement
    String sessionStatement(long millis);

    /// Whether several gateways can share the database. Then an opened row must also stand in the
    /// database before its call goes on, and the master key is never made here.
    boolean shared();

    /// Lets only one gateway at a time prepare the database, until the connection closes.
    ///
    /// @throws StateException UNUSABLE when it does not come to its turn
    void holdPreparation(Connection connection) throws SQLException;

    /// Claims the name of a replica for one process, for as long as it lives: a claim that is lost with its
    /// connection is made again.
    ///
    /// @throws StateException UNUSABLE when another process has it
    ReplicaClaim claimReplica(String replica, Duration patience) throws SQLException;

    /// How long an unused connection is kept; zero for ever.
    Duration idleLife();

    /// How long a connection is kept at all; zero for ever.
    Duration connectionLife();

    /// Whether a connection was refused because another process holds the database.
    boolean heldByAnother(SQLException failure);

    /// Whether a failure means that the database is closed for its connections and must be opened anew.
    boolean connectionLost(SQLException failure);

    /// Whether the database's files are damaged or of an unknown version.
    boolean unreadable(SQLException failure);
}
