// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.Actor;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.User;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Personal tokens in the database. They are no part of the catalogue, so a change of theirs is in
/// force as soon as it is committed.
final class DatabasePersonalTokens implements PersonalTokens {

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final TimeOrderedIds ids;

    DatabasePersonalTokens(
            Database database, Audit audit, InstantSource clock, TimeOrderedIds ids) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public PersonalToken add(Actor actor, NewToken wanted) {
        PersonalToken token =
                new PersonalToken(
                        ids.next(),
                        person(actor),
                        wanted.name(),
                        wanted.digest(),
                        Parameters.stored(clock.instant()),
                        Parameters.stored(wanted.expires()),
                        null,
                        wanted.cap(),
                        wanted.scopes());
        return database.transaction(transaction -> {
            transaction.change(
                    "tokens.insert",
                    Parameters.of("id", token.id())
                            .and("organisation", actor.organisation())
                            .and("user", token.user())
                            .and("name", token.name())
                            .and("digest", token.digest())
                            .and("created", token.created())
                            .and("expires", token.expires())
                            .and("role_cap", token.cap())
                            .and("scopes", names(token.scopes())));
            audit.write(
                    transaction,
                    actor,
                    new Audit.Change("token.add", token.id(), null, members(token)));
            return token;
        });
    }

    @Override
    public Optional<PersonalToken> find(String digest) {
        return database.transaction(transaction ->
                transaction.first(
                        "tokens.find",
                        Parameters.of("digest", digest).and("now", clock.instant()),
                        DatabasePersonalTokens::token));
    }

    @Override
    public List<PersonalToken> list(UUID user) {
        return database.transaction(transaction ->
                transaction.rows(
                        "tokens.list", Parameters.of("user", user), DatabasePersonalTokens::token));
    }

    @Override
    public void revoke(Actor actor, UUID id) {
        Parameters own =
                Parameters.of("organisation", actor.organisation())
                        .and("user", person(actor))
                        .and("id", id)
                        .and("now", clock.instant());
        var _ =
                database.transaction(transaction -> {
                    PersonalToken token =
                            transaction
                                    .first("tokens.of-person", own, DatabasePersonalTokens::token)
                                    .orElseThrow(() -> Changes.notFound("token"));
                    int revoked = transaction.change("tokens.revoke", own);
                    if (revoked > 0) {
                        audit.write(
                                transaction,
                                actor,
                                new Audit.Change(
                                        "token.revoke",
                                        id,
                                        Map.of("name", token.name(), "revoked", false),
                                        Map.of("name", token.name(), "revoked", true)));
                    }
                    return revoked;
                });
    }

    private static UUID person(Actor actor) {
        UUID user = actor.user();
        if (user == null) {
            throw new IllegalArgumentException(
                    "actor '" + actor.name() + "' is no person but personal tokens belong to one");
        }
        return user;
    }

    private static PersonalToken token(Row row) throws SQLException {
        String cap = row.textOrNull("role_cap");
        return new PersonalToken(
                row.id("id"),
                row.id("user_id"),
                row.text("name"),
                row.text("digest"),
                row.instant("created"),
                row.instant("expires"),
                row.instantOrNull("revoked"),
                cap == null ? null : User.Role.valueOf(cap),
                row.texts("scopes").stream()
                        .map(PersonalToken.Scope::valueOf)
                        .collect(Collectors.toSet()));
    }

    private static List<String> names(Set<PersonalToken.Scope> scopes) {
        return scopes.stream().map(Enum::name).sorted().toList();
    }

    private static Map<String, @Nullable Object> members(PersonalToken token) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("name", token.name());
        members.put("expires", token.expires());
        members.put("cap", token.cap());
        members.put("scopes", names(token.scopes()));
        return members;
    }
}
