// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.state.Configuration.NewKey;
import dev.penstock.state.ConfigurationChange.RevokeKey;
import dev.penstock.state.ConfigurationChange.RotateKey;
import dev.penstock.state.ConfigurationChange.UpdateKey;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Tenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes issued keys.
final class KeyChanges {

    KeyRecord add(Edit edit, NewKey wanted) throws SQLException {
        KeyRecord key =
                new KeyRecord(
                        edit.newId(),
                        new Tenant(edit.organisation(), wanted.team(), wanted.project()),
                        wanted.name(),
                        wanted.digest(),
                        wanted.lastFour(),
                        wanted.models(),
                        wanted.endpoints(),
                        edit.now(),
                        Edit.stored(wanted.expires()),
                        null,
                        wanted.enabled(),
                        null,
                        1,
                        edit.now());
        insert(edit, key);
        return key;
    }

    KeyRecord update(Edit edit, UpdateKey wanted) throws SQLException {
        KeyRecord before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "key");
        refuseRevoked(before);
        KeyRecord after = asWanted(before, wanted);
        if (UpdateKey.of(before).equals(UpdateKey.of(after))) {
            return before;
        }
        return write(edit, "key.update", before, after);
    }

    KeyRecord rotate(Edit edit, RotateKey wanted) throws SQLException {
        KeyRecord before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "key");
        refuseRevoked(before);
        Instant end = before.expires();
        if (end != null && !edit.now().isBefore(end)) {
            throw Changes.conflict("the key has expired; issue another");
        }
        KeyRecord next =
                new KeyRecord(
                        edit.newId(),
                        before.tenant(),
                        before.name(),
                        wanted.digest(),
                        wanted.lastFour(),
                        before.models(),
                        before.endpoints(),
                        edit.now(),
                        end,
                        null,
                        before.enabled(),
                        before.id(),
                        1,
                        edit.now());
        insert(edit, next);
        Instant overlap = Parameters.stored(wanted.oldExpires());
        var _ =
                write(
                        edit,
                        "key.rotate",
                        before,
                        with(
                                before,
                                end == null || overlap.isBefore(end) ? overlap : end,
                                null,
                                edit));
        return next;
    }

    KeyRecord revoke(Edit edit, RevokeKey wanted) throws SQLException {
        KeyRecord before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "key");
        return before.revoked() != null
                ? before
                : write(
                        edit,
                        "key.revoke",
                        before,
                        with(before, before.expires(), edit.now(), edit));
    }

    private static KeyRecord find(Edit edit, UUID id) throws SQLException {
        return edit.transaction()
                .first("keys.find", edit.own(id), CatalogRows::key)
                .orElseThrow(() -> Changes.notFound("key"));
    }

    private static void refuseRevoked(KeyRecord key) {
        if (key.revoked() != null) {
            throw Changes.conflict("the key is revoked for ever; issue another");
        }
    }

    private static KeyRecord asWanted(KeyRecord before, UpdateKey wanted) {
        return copy(
                before,
                wanted.name(),
                wanted.models(),
                wanted.endpoints(),
                Edit.stored(wanted.expires()),
                null,
                wanted.enabled(),
                before.revision(),
                before.updated());
    }

    private static KeyRecord with(
            KeyRecord before, @Nullable Instant expires, @Nullable Instant revoked, Edit edit) {
        return copy(
                before,
                before.name(),
                before.models(),
                before.endpoints(),
                expires,
                revoked,
                before.enabled(),
                before.revision(),
                edit.now());
    }

    private static KeyRecord copy(
            KeyRecord before,
            String name,
            ModelPatterns models,
            @Nullable Set<String> endpoints,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            boolean enabled,
            long revision,
            Instant updated) {
        return new KeyRecord(
                before.id(),
                before.tenant(),
                name,
                before.digest(),
                before.lastFour(),
                models,
                endpoints,
                before.created(),
                expires,
                revoked,
                enabled,
                before.replaces(),
                revision,
                updated);
    }

    private static KeyRecord write(Edit edit, String action, KeyRecord before, KeyRecord wanted)
            throws SQLException {
        KeyRecord after =
                copy(
                        wanted,
                        wanted.name(),
                        wanted.models(),
                        wanted.endpoints(),
                        wanted.expires(),
                        wanted.revoked(),
                        wanted.enabled(),
                        before.revision() + 1,
                        edit.now());
        edit.transaction().change("keys.update", parameters(after));
        edit.audit(action, after.id(), members(before), members(after));
        return after;
    }

    private static void insert(Edit edit, KeyRecord key) throws SQLException {
        Parameters row = parameters(key);
        if (!edit.transaction().any("projects.within", row)) {
            throw Changes.notFound("project in this team");
        }
        if (edit.transaction().any("keys.by-digest", row)) {
            throw Changes.conflict("this key exists");
        }
        edit.transaction().change("keys.insert", row);
        edit.audit("key.add", key.id(), null, members(key));
    }

    private static Parameters parameters(KeyRecord key) {
        return Parameters.of("id", key.id())
                .and("organisation", key.tenant().organisation())
                .and("team", key.tenant().team())
                .and("project", key.tenant().project())
                .and("name", key.name())
                .and("digest", key.digest().hex())
                .and("last_four", key.lastFour())
                .and("models", key.models().patterns())
                .and("endpoints", sorted(key.endpoints()))
                .and("created", key.created())
                .and("expires", key.expires())
                .and("revoked", key.revoked())
                .and("enabled", key.enabled())
                .and("replaces", key.replaces())
                .and("revision", key.revision())
                .and("updated", key.updated());
    }

    private static @Nullable Collection<String> sorted(@Nullable Set<String> texts) {
        return texts == null ? null : new TreeSet<>(texts);
    }

    private static Map<String, @Nullable Object> members(KeyRecord key) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("name", key.name());
        members.put("team", key.tenant().team());
        members.put("project", key.tenant().project());
        members.put("last_four", key.lastFour());
        members.put("models", key.models().patterns());
        members.put("endpoints", sorted(key.endpoints()));
        members.put("expires", key.expires());
        members.put("enabled", key.enabled());
        members.put("revoked", key.revoked() != null);
        members.put("replaces", key.replaces());
        return members;
    }
}
