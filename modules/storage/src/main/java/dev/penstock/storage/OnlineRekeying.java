// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.Maintenance.Rekeyed;
import dev.penstock.state.StoreSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Encrypts what is stored anew while the store works.
final class OnlineRekeying {

    private static final int BATCH = 50;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final StoreSettings settings;
    private final Database database;
    private final KeyRing keys;
    private final Audit audit;
    private final MasterKeySource source;
    private final KeyReplacement replacement;

    OnlineRekeying(
            StoreSettings settings,
            Database database,
            KeyRing keys,
            Audit audit,
            Rekeying.Step step) {
        this.settings = settings;
        this.database = database;
        this.keys = keys;
        this.audit = audit;
        this.source = new MasterKeySource(settings);
        this.replacement = new KeyReplacement(database, keys, source, step);
    }

    /// Makes a new key where it may, else seals everything with the one in force.
    Rekeyed run(Actor actor) {
        return source.mayMake() ? replace(actor) : reseal(actor);
    }

    private Rekeyed replace(Actor actor) {
        if (source.replacing()) {
            replacement.finish();
        }
        byte[] bytes = new byte[MasterKey.LENGTH];
        settings.random().nextBytes(bytes);
        MasterKey next = new MasterKey(bytes, settings.random());
        int sealed =
                replacement.replaceBy(
                        Secret.of(Base64.getEncoder().encodeToString(bytes)),
                        next,
                        (transaction, count) -> note(transaction, actor, count, 0));
        return new Rekeyed(sealed, 0, next.id(), true);
    }

    // In small transactions, so that no row is locked for long. A value is only replaced as it was
    // read: who else replaces or removes it meanwhile, such as another replica, wins.
    private Rekeyed reseal(Actor actor) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<SealedValue> due = due().stream().filter(v -> keys.knows(v.sealed())).toList();
        int sealed = 0;
        for (int at = 0; at < due.size() && System.nanoTime() < end; at += BATCH) {
            List<SealedValue> batch = due.subList(at, Math.min(at + BATCH, due.size()));
            sealed += database.transaction(transaction -> seal(transaction, batch));
        }
        int remaining = due().size();
        int count = sealed;
        return database.transaction(transaction -> {
            note(transaction, actor, count, remaining);
            return new Rekeyed(count, remaining, keys.sealing().id(), false);
        });
    }

    private List<SealedValue> due() {
        return database.transaction(SealedValue::all).stream()
                .filter(value -> !keys.current(value.sealed()))
                .toList();
    }

    private int seal(Transaction transaction, List<SealedValue> batch) throws SQLException {
        int count = 0;
        for (SealedValue value : batch) {
            byte[] plain = keys.open(value.sealed(), value.place());
            if (value.replace(transaction, keys.seal(plain, value.place()))) {
                count++;
            }
        }
        return count;
    }

    private void note(Transaction transaction, Actor actor, int sealed, int remaining)
            throws SQLException {
        audit.write(
                transaction,
                actor,
                new Audit.Change(
                        "installation.rekey",
                        null,
                        null,
                        Map.of(
                                "secrets",
                                sealed,
                                "remaining",
                                remaining,
                                "master_key",
                                keys.sealing().id())));
    }
}
