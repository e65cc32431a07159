// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.MemoryConfiguration.expect;
import static dev.penstock.admin.MemoryConfiguration.found;
import static dev.penstock.admin.MemoryConfiguration.replaced;

import dev.penstock.state.Actor;
import dev.penstock.state.Configuration.NewKey;
import dev.penstock.state.ConfigurationChange.RevokeKey;
import dev.penstock.state.ConfigurationChange.RotateKey;
import dev.penstock.state.ConfigurationChange.UpdateKey;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.StateException;
import dev.penstock.state.StateException.Kind;
import dev.penstock.state.Tenant;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Issued keys in memory.
final class MemoryKeys {

    final List<KeyRecord> all = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    MemoryKeys(InstantSource clock) {
        this.clock = clock;
    }

    KeyRecord add(Actor actor, NewKey k) {
        KeyRecord made =
                new KeyRecord(
                        UUID.randomUUID(),
                        new Tenant(actor.organisation(), k.team(), k.project()),
                        k.name(),
                        k.digest(),
                        k.lastFour(),
                        k.models(),
                        k.endpoints(),
                        // Each change has its own time, as in a store.
                        now().plus(all.size(), ChronoUnit.MICROS),
                        k.expires(),
                        null,
                        k.enabled(),
                        null,
                        1,
                        now());
        all.add(made);
        return made;
    }

    KeyRecord update(Actor actor, UpdateKey c) {
        KeyRecord before = key(actor, c.id(), c.revision());
        refuseRevoked(before);
        return replaced(
                all,
                before,
                new KeyRecord(
                        before.id(),
                        before.tenant(),
                        c.name(),
                        before.digest(),
                        before.lastFour(),
                        c.models(),
                        c.endpoints(),
                        before.created(),
                        c.expires(),
                        null,
                        c.enabled(),
                        before.replaces(),
                        before.revision() + 1,
                        now()));
    }

    KeyRecord rotate(Actor actor, RotateKey c) {
        KeyRecord before = key(actor, c.id(), c.revision());
        refuseRevoked(before);
        KeyRecord next =
                new KeyRecord(
                        UUID.randomUUID(),
                        before.tenant(),
                        before.name(),
                        c.digest(),
                        c.lastFour(),
                        before.models(),
                        before.endpoints(),
                        now(),
                        before.expires(),
                        null,
                        before.enabled(),
                        before.id(),
                        1,
                        now());
        all.add(next);
        Instant end = before.expires();
        ended(before, end == null || c.oldExpires().isBefore(end) ? c.oldExpires() : end, null);
        return next;
    }

    KeyRecord revoke(Actor actor, RevokeKey c) {
        KeyRecord before = key(actor, c.id(), c.revision());
        return before.revoked() == null ? ended(before, before.expires(), now()) : before;
    }

    private KeyRecord ended(
            KeyRecord before, @Nullable Instant expires, @Nullable Instant revoked) {
        return replaced(
                all,
                before,
                new KeyRecord(
                        before.id(),
                        before.tenant(),
                        before.name(),
                        before.digest(),
                        before.lastFour(),
                        before.models(),
                        before.endpoints(),
                        before.created(),
                        expires,
                        revoked,
                        before.enabled(),
                        before.replaces(),
                        before.revision() + 1,
                        now()));
    }

    private static void refuseRevoked(KeyRecord key) {
        if (key.revoked() != null) {
            throw new StateException(Kind.CONFLICT, "the key is revoked for ever");
        }
    }

    private KeyRecord key(Actor actor, UUID id, @Nullable Long revision) {
        KeyRecord found =
                found(
                        all,
                        k ->
                                k.tenant().organisation().equals(actor.organisation())
                                        && k.id().equals(id));
        expect(revision, found.revision());
        return found;
    }

    private Instant now() {
        return clock.instant();
    }
}
