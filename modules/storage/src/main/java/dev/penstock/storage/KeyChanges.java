// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Actor;
import dev.penstock.state.Configuration.NewKey;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Tenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Adds and revokes issued keys.
final class KeyChanges {

    private final Changes changes;

    KeyChanges(Changes changes) {
        this.changes = changes;
    }

    KeyRecord add(Actor actor, NewKey wanted) {
        if (wanted.name().isBlank()) {
            throw new IllegalArgumentException(
                    "key name is '" + wanted.name() + "' but must not be blank; give it a label");
        }
        Instant expires = wanted.expires();
        KeyRecord key =
                new KeyRecord(
                        changes.newId(),
                        new Tenant(actor.organisation(), wanted.team(), wanted.project()),
                        wanted.name(),
                        wanted.digest(),
                        wanted.lastFour(),
                        wanted.models(),
                        changes.now(),
                        expires == null ? null : Parameters.stored(expires),
                        null);
        return changes.make(transaction -> {
            insert(transaction, key);
            changes.audit(
                    transaction, actor, new Audit.Change("key.add", key.id(), null, members(key)));
            return key;
        });
    }

    void revoke(Actor actor, UUID id) {
        var _ =
                changes.make(transaction -> {
                    Parameters own =
                            Parameters.of("organisation", actor.organisation())
                                    .and("id", id)
                                    .and("now", changes.now());
                    if (!transaction.any("keys.find", own)) {
                        throw Changes.notFound("key");
                    }
                    if (transaction.change("keys.revoke", own) > 0) {
                        changes.audit(
                                transaction,
                                actor,
                                new Audit.Change(
                                        "key.revoke",
                                        id,
                                        Map.of("revoked", false),
                                        Map.of("revoked", true)));
                    }
                    return id;
                });
    }

    private static void insert(Transaction transaction, KeyRecord key) throws SQLException {
        Parameters row =
                Parameters.of("id", key.id())
                        .and("organisation", key.tenant().organisation())
                        .and("team", key.tenant().team())
                        .and("project", key.tenant().project())
                        .and("name", key.name())
                        .and("digest", key.digest().hex())
                        .and("last_four", key.lastFour())
                        .and("models", key.models().patterns())
                        .and("created", key.created())
                        .and("expires", key.expires());
        if (!transaction.any("projects.within", row)) {
            throw Changes.notFound("project in this team");
        }
        if (transaction.any("keys.by-digest", row)) {
            throw Changes.conflict("this key exists");
        }
        transaction.change("keys.insert", row);
    }

    private static Map<String, @Nullable Object> members(KeyRecord key) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("name", key.name());
        members.put("team", key.tenant().team());
        members.put("project", key.tenant().project());
        members.put("last_four", key.lastFour());
        members.put("models", key.models().patterns());
        members.put("expires", key.expires());
        return members;
    }
}
