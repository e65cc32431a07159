// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the schema to the newest number. Flyway is only started when something is missing, because
/// starting it takes longer than all the rest of an opening.
final class SchemaMigration {

    private static final String HISTORY = "flyway_schema_history";
    private static final String NEWEST =
            "SELECT MAX(CAST(\"version\" AS INTEGER)), COUNT(CASE WHEN \"success\" THEN NULL ELSE 1 END)"
                    + " FROM \""
                    + HISTORY
                    + "\" WHERE \"version\" IS NOT NULL";

    private static final int TRIES = 5;
    private static final String NO_CONNECTION = "08001";

    private SchemaMigration() {}

    /// The first connection to the database.
    ///
    /// @throws StateException UNUSABLE with what to do
    static Connection connect(Dialect dialect, DataSource source) {
        for (int tries = 1; ; tries++) {
            try {
                return source.getConnection();
            } catch (SQLException e) {
                if (tries == TRIES || !late(e)) {
                    throw refusal(dialect, e);
                }
            }
        }
    }

    // Whose server answers too late may only be busy, as everything is that starts at once.
    private static boolean late(SQLException e) {
        return NO_CONNECTION.equals(e.getSQLState())
                && !(e.getCause() instanceof ConnectException
                        || e.getCause() instanceof UnknownHostException);
    }

    /// Applies what is missing.
    ///
    /// @param connection stays open meanwhile, which spares an embedded database to be opened twice
    /// @return how many migrations were applied
    static int apply(Dialect dialect, DataSource source, Connection connection) {
        int present = knownSchema(dialect, connection);
        return present == dialect.newestMigration() ? 0 : migrate(dialect, source);
    }

    /// The number of the schema that is present, 0 for none.
    ///
    /// @throws StateException UNUSABLE when it is newer than this program
    static int knownSchema(Dialect dialect, Connection connection) {
        int present = present(dialect, connection);
        int newest = dialect.newestMigration();
        if (present > newest) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the database has schema "
                            + present
                            + " but this version of Penstock knows schemas up to "
                            + newest
                            + "; start the newer version again, or restore a backup made before it");
        }
        return present;
    }

    private static int migrate(Dialect dialect, DataSource source) {
        try {
            return Flyway.configure(SchemaMigration.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:META-INF/penstock/migrations/" + dialect.id())
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "the database could not be brought to schema "
                            + dialect.newestMigration()
                            + "; restore a backup, or see the cause in the log",
                    e);
        }
    }

    private static int present(Dialect dialect, Connection connection) {
        try {
            if (!hasHistory(connection.getMetaData(), connection.getSchema())) {
                return 0;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(NEWEST)) {
                result.next();
                if (result.getInt(2) > 0) {
                    throw new StateException(
                            StateException.Kind.UNUSABLE,
                            "an earlier migration of the database failed halfway;"
                                    + " restore the backup made before it");
                }
                return result.getInt(1);
            }
        } catch (SQLException e) {
            throw refusal(dialect, e);
        }
    }

    private static boolean hasHistory(DatabaseMetaData metaData, String schema)
            throws SQLException {
        try (ResultSet tables = metaData.getTables(null, schema, HISTORY, null)) {
            return tables.next();
        }
    }

    private static StateException refusal(Dialect dialect, SQLException failure) {
        if (dialect.heldByAnother(failure)) {
            return new StateException(
                    StateException.Kind.UNUSABLE,
                    "another process has the database open; stop it, or give this one another"
                            + " data directory",
                    failure);
        }
        if (dialect.unreadable(failure)) {
            return new StateException(
                    StateException.Kind.UNUSABLE,
                    "the files of the database are damaged or of another version; nothing was"
                            + " changed: keep a copy of the data directory and restore a backup",
                    failure);
        }
        return new StateException(
                StateException.Kind.UNUSABLE,
                dialect.shared()
                        ? "the database does not let this gateway in (state "
                                + failure.getSQLState()
                                + "): check that the server runs and that url, user and password are"
                                + " right"
                        : "the database cannot be opened: check that the data directory can be"
                                + " written and has space",
                failure);
    }
}
