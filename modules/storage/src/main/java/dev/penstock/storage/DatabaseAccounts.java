// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.StateException;
import dev.penstock.state.Tenant;
import dev.penstock.state.User;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// People and the first tenant.
final class DatabaseAccounts implements Accounts {

    private final Database database;
    private final Changes changes;
    private final Tenant firstTenant;

    // Once true it stays so.
    private volatile boolean claimed;

    DatabaseAccounts(Database database, Changes changes, Tenant firstTenant) {
        this.database = database;
        this.changes = changes;
        this.firstTenant = firstTenant;
    }

    @Override
    public Tenant firstTenant() {
        return firstTenant;
    }

    @Override
    public boolean claimed() {
        if (!claimed) {
            claimed =
                    database.transaction(transaction ->
                            transaction
                                    .first(
                                            "facts.number",
                                            Parameters.of("name", "claimed"),
                                            row -> row.number("number") != 0)
                                    .orElse(false));
        }
        return claimed;
    }

    @Override
    public User claim(Claim claim) {
        String email = normal(claim.email());
        if (email.isEmpty() || claim.passwordHash().isBlank()) {
            throw new IllegalArgumentException(
                    "the owner's e-mail address or password hash is blank but must not be");
        }
        User owner =
                new User(
                        changes.newId(),
                        firstTenant.organisation(),
                        email,
                        claim.passwordHash(),
                        User.Role.OWNER,
                        changes.now());
        return changes.make(transaction -> {
            if (transaction.change("facts.claim", Parameters.none()) == 0) {
                throw new StateException(
                        StateException.Kind.CONFLICT,
                        "this installation has an owner; sign in instead");
            }
            rename(transaction, claim);
            insert(transaction, owner);
            changes.audit(
                    transaction,
                    new Actor(owner.organisation(), owner.id(), owner.email()),
                    new Audit.Change("installation.claim", owner.id(), null, members(claim)));
            return owner;
        });
    }

    @Override
    public Optional<User> byEmail(String email) {
        return find("users.by-email", Parameters.of("email", normal(email)));
    }

    @Override
    public Optional<User> byId(UUID id) {
        return find("users.by-id", Parameters.of("id", id));
    }

    private Optional<User> find(String statement, Parameters parameters) {
        return database.transaction(
                transaction -> transaction.first(statement, parameters, DatabaseAccounts::user));
    }

    private void rename(Transaction transaction, Claim claim) throws SQLException {
        Parameters own = Parameters.of("organisation", firstTenant.organisation());
        transaction.change("organisations.rename", own.and("name", claim.organisation()));
        transaction.change(
                "teams.rename", own.and("id", firstTenant.team()).and("name", claim.team()));
        transaction.change(
                "projects.rename",
                own.and("id", firstTenant.project()).and("name", claim.project()));
    }

    private static void insert(Transaction transaction, User user) throws SQLException {
        transaction.change(
                "users.insert",
                Parameters.of("id", user.id())
                        .and("organisation", user.organisation())
                        .and("email", user.email())
                        .and("password_hash", user.passwordHash())
                        .and("role", user.role())
                        .and("created", user.created()));
    }

    private static Map<String, Object> members(Claim claim) {
        return Map.of(
                "organisation", claim.organisation(),
                "team", claim.team(),
                "project", claim.project(),
                "owner", normal(claim.email()));
    }

    private static User user(Row row) throws SQLException {
        return new User(
                row.id("id"),
                row.id("organisation_id"),
                row.text("email"),
                row.text("password_hash"),
                User.Role.valueOf(row.text("role")),
                row.instant("created"));
    }

    private static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
