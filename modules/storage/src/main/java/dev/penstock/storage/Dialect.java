// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.SQLException;
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

    /// Whether a connection was refused because another process holds the database.
    boolean heldByAnother(SQLException failure);

    /// Whether the database's files are damaged or of an unknown version.
    boolean unreadable(SQLException failure);
}
