// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server that keeps what is remembered.
///
/// @param url in the form `jdbc:postgresql://host:port/database?option=value`, without a password
/// @param user who connects
/// @param password of the user, or null where the server asks for none
public record DatabaseSettings(String url, String user, @Nullable Secret password) {

    private static final String SCHEME = "jdbc:postgresql:";

    /// Checks the form of the address and that it carries no password, which would get into logs.
    public DatabaseSettings {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "database url must begin with "
                            + SCHEME
                            + "; write it as jdbc:postgresql://host:5432/penstock");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.contains("password=") || lower.contains("user=")) {
            throw new IllegalArgumentException(
                    "database url names a user or password; set database user and database"
                            + " password instead");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException(
                    "database user is blank but must name who connects to PostgreSQL");
        }
    }
}
