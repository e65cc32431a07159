// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.DatabaseSettings;
import dev.penstock.state.StateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL server, which several gateways can share.
///
/// @param settings where it is
record PostgresDialect(DatabaseSettings settings) implements Dialect {

    private static final int CONNECT_SECONDS = 2;
    // Longer than any statement may take, so that the server's own refusal comes first.
    private static final int SILENCE_SECONDS = 8;
    private static final Duration PREPARATION = Duration.ofMinutes(5);
    private static final Duration IDLE_LIFE = Duration.ofMinutes(2);
    private static final Duration CONNECTION_LIFE = Duration.ofMinutes(30);

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public int newestMigration() {
        return 4;
    }

    @Override
    public DataSource dataSource() {
        PGSimpleDataSource source = source();
        source.setSocketTimeout(SILENCE_SECONDS);
        return source;
    }

    @Override
    public DataSource patientSource() {
        return source();
    }

    @Override
    public DataSource readingSource() {
        PGSimpleDataSource source = source();
        source.setReadOnly(true);
        source.setSocketTimeout(SILENCE_SECONDS);
        return source;
    }

    @Override
    public boolean exists() {
        return true;
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        Secret password = settings.password();
        source.setPassword(password == null ? "" : password.reveal());
        source.setApplicationName("penstock");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        // What a row contains must not get into logs by way of a message.
        source.setLogServerErrorDetail(false);
        return source;
    }

    // A server that acknowledges commits before they stand on its disk would lose rows; stronger
    // settings than the default stay as they are.
    @Override
    public String sessionStatement(long millis) {
        return "SET statement_timeout = "
                + millis
                + "; SELECT set_config('synchronous_commit', 'on', false)"
                + " WHERE current_setting('synchronous_commit') = 'off'";
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void holdPreparation(Connection connection) throws SQLException {
        if (!PostgresLock.take(connection, PostgresLock.PREPARATION, "", PREPARATION)) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "another gateway has been preparing the database for five minutes; look at its"
                            + " log, then start this one again");
        }
    }

    @Override
    public ReplicaClaim claimReplica(String replica, Duration patience) throws SQLException {
        Connection connection = SchemaMigration.connect(this, dataSource());
        boolean claimed = false;
        try {
            claimed = PostgresLock.take(connection, PostgresLock.REPLICA, replica, patience);
        } finally {
            if (!claimed) {
                connection.close();
            }
        }
        if (!claimed) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "another process runs as replica '"
                            + replica
                            + "' on this database; stop it, or give this one another replica name");
        }
        return PostgresClaim.watch(replica, dataSource(), connection);
    }

    @Override
    public Duration idleLife() {
        return IDLE_LIFE;
    }

    @Override
    public Duration connectionLife() {
        return CONNECTION_LIFE;
    }

    @Override
    public boolean heldByAnother(SQLException failure) {
        return false;
    }

    // A connection that broke is replaced by the pool; there is nothing to open anew.
    @Override
    public boolean connectionLost(SQLException failure) {
        return false;
    }

    @Override
    public boolean unreadable(SQLException failure) {
        return false;
    }
}
