// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.StateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;

/// H2 in this process, with its files under the data directory.
///
/// @param dataDirectory the folder
record H2Dialect(Path dataDirectory) implements Dialect {

    private static final String NAME = "penstock";

    /// The name of the one file of the database.
    static final String FILE = NAME + ".mv.db";

    H2Dialect {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        if (dataDirectory.toString().indexOf(';') >= 0) {
            throw new StateException(
                    StateException.Kind.UNUSABLE,
                    "data directory "
                            + dataDirectory
                            + " has a ; in its path, which the database cannot open;"
                            + " choose another path");
        }
    }

    /// The statement that copies the database as of one moment, while it works, into a zip file.
    static String backupTo(Path file) {
        return "BACKUP TO '" + file.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    @Override
    public String id() {
        return "h2";
    }

    @Override
    public int newestMigration() {
        return 4;
    }

    @Override
    public boolean exists() {
        return Files.exists(dataDirectory.resolve(FILE));
    }

    @Override
    public DataSource dataSource() {
        // WRITE_DELAY=0 because the default acknowledges commits that a kill loses; the store
        // closes
        // the database itself, so the hook at exit must not do it in the middle of a drain.
        return source(";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=2000");
    }

    @Override
    public DataSource readingSource() {
        return source(";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE");
    }

    private DataSource source(String options) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + dataDirectory.resolve(NAME) + options);
        source.setUser("penstock");
        source.setPassword("");
        return source;
    }

    @Override
    public DataSource patientSource() {
        return dataSource();
    }

    @Override
    public String sessionStatement(long millis) {
        return "SET QUERY_TIMEOUT " + millis;
    }

    @Override
    public boolean shared() {
        return false;
    }

    // The lock of the data directory keeps other processes away from both.
    @Override
    public void holdPreparation(Connection connection) {}

    @Override
    public ReplicaClaim claimReplica(String replica, Duration patience) {
        return ReplicaClaim.UNSHARED;
    }

    // The last connection that closes would close the database.
    @Override
    public Duration idleLife() {
        return Duration.ZERO;
    }

    @Override
    public Duration connectionLife() {
        return Duration.ZERO;
    }

    @Override
    public boolean heldByAnother(SQLException failure) {
        return failure.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
    }

    @Override
    public boolean connectionLost(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && lost(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    private static boolean lost(int errorCode) {
        return switch (errorCode) {
            case ErrorCode.DATABASE_IS_CLOSED,
                    ErrorCode.DATABASE_ALREADY_OPEN_1,
                    ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
                    ErrorCode.CONNECTION_BROKEN_1,
                    ErrorCode.OBJECT_CLOSED,
                    ErrorCode.IO_EXCEPTION_1,
                    ErrorCode.IO_EXCEPTION_2,
                    ErrorCode.FILE_CORRUPTED_1,
                    ErrorCode.GENERAL_ERROR_1 ->
                    true;
            default -> false;
        };
    }

    @Override
    public boolean unreadable(SQLException failure) {
        return failure.getErrorCode() == ErrorCode.FILE_CORRUPTED_1
                || failure.getErrorCode() == ErrorCode.FILE_VERSION_ERROR_1
                || failure.getErrorCode() == ErrorCode.WRONG_USER_OR_PASSWORD;
    }
}
