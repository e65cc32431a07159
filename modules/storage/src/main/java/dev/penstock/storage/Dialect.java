// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// What differs from database to database besides the SQL, which is in files of the dialect's id.
interface Dialect {

    /// Names the folder of its migrations and the file of its statements.
    String id();

    /// The number of the newest migration that this program brings.
    int newestMigration();

    /// A source of connections without a pool.
    DataSource dataSource();

    /// Sets the deadline of every statement on a new connection.
    String deadlineStatement(long millis);

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
