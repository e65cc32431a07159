// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Session;
import dev.penstock.state.Sessions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sessions in the database; every new one sweeps away those that have expired.
final class DatabaseSessions implements Sessions {

    private final Database database;
    private final InstantSource clock;

    DatabaseSessions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void add(Session session) {
        var _ =
                database.transaction(transaction -> {
                    UUID organisation =
                            transaction
                                    .first(
                                            "users.by-id",
                                            Parameters.of("id", session.user()),
                                            row -> row.id("organisation_id"))
                                    .orElseThrow(() -> Changes.notFound("person"));
                    transaction.change("sessions.sweep", Parameters.of("now", clock.instant()));
                    return transaction.change(
                            "sessions.insert",
                            Parameters.of("digest", session.digest())
                                    .and("organisation", organisation)
                                    .and("user", session.user())
                                    .and("csrf", session.csrf())
                                    .and("created", session.created())
                                    .and("expires", session.expires()));
                });
    }

    @Override
    public Optional<Session> find(String digest) {
        return database.transaction(transaction ->
                transaction.first(
                        "sessions.find",
                        Parameters.of("digest", digest).and("now", clock.instant()),
                        DatabaseSessions::session));
    }

    @Override
    public List<Session> list(UUID user) {
        return database.transaction(transaction ->
                transaction.rows(
                        "sessions.of-user",
                        Parameters.of("user", user).and("now", clock.instant()),
                        DatabaseSessions::session));
    }

    @Override
    public int removeOthers(UUID user, String kept) {
        return database.transaction(transaction ->
                transaction.change(
                        "sessions.remove-others", Parameters.of("user", user).and("digest", kept)));
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                row.text("digest"),
                row.id("user_id"),
                row.text("csrf"),
                row.instant("created"),
                row.instant("expires"));
    }

    @Override
    public void remove(String digest) {
        var _ =
                database.transaction(transaction ->
                        transaction.change("sessions.remove", Parameters.of("digest", digest)));
    }
}
