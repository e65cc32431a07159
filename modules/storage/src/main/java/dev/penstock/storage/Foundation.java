// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.Actor;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import dev.penstock.state.Tenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What must stand in the database before anything else: the check of the master key, the pepper, the
/// first tenant. Made in one transaction by the first start, checked by every later one.
///
/// @param first whether this start made it
/// @param keys checked
/// @param masterKeyWritten where a new master key was written, or null
/// @param digests under the pepper
/// @param firstTenant see [dev.penstock.state.Accounts#firstTenant]
record Foundation(
        boolean first,
        KeyRing keys,
        @Nullable Path masterKeyWritten,
        PepperedDigests digests,
        Tenant firstTenant) {

    static final String CHECK = "master_key_check";
    static final String PEPPER = "pepper";
    private static final String FIRST_PROJECT = "first_project";
    private static final byte[] CHECK_TEXT = "penstock".getBytes(StandardCharsets.US_ASCII);
    private static final String DEFAULT_NAME = "default";

    /// Checks the foundation, or lays it.
    static Foundation of(
            Database database, StoreSettings settings, Audit audit, TimeOrderedIds ids) {
        byte[] check = database.transaction(transaction -> sealed(transaction, CHECK));
        MasterKeySource source = new MasterKeySource(settings);
        MasterKeySource.Found found = source.find(check);
        KeyRing keys = found.keys();
        if (check.length > 0) {
            int earlier = database.transaction(transaction -> check(transaction, keys));
            if (source.replacing()) {
                new KeyReplacement(database, keys, source, Rekeying.Step.NONE).finish();
            } else if (earlier > 0) {
                Log.warning(
                        earlier
                                + " secrets are encrypted with another of the given master keys; to"
                                + " encrypt them with the first, run: penstock rekey --online");
            }
            return database.transaction(transaction -> read(transaction, keys));
        }
        byte[] pepper = new byte[PepperedDigests.PEPPER];
        settings.random().nextBytes(pepper);
        Tenant tenant = new Tenant(ids.next(), ids.next(), ids.next());
        return database.transaction(transaction -> {
            addSealed(transaction, CHECK, keys.seal(CHECK_TEXT, place(CHECK)));
            addSealed(transaction, PEPPER, keys.seal(pepper, place(PEPPER)));
            addTenant(transaction, tenant, settings.clock().instant());
            audit.write(
                    transaction,
                    new Actor(tenant.organisation(), null, "penstock"),
                    new Audit.Change(
                            "installation.begin",
                            tenant.organisation(),
                            null,
                            Map.of("organisation", DEFAULT_NAME)));
            return new Foundation(true, keys, found.written(), new PepperedDigests(pepper), tenant);
        });
    }

    /// Checks the master keys against what was laid, if anything was.
    ///
    /// @throws StateException UNUSABLE when one is missing or all are others
    static void check(Transaction transaction, StoreSettings settings) throws SQLException {
        byte[] check = sealed(transaction, CHECK);
        if (check.length > 0) {
            check(transaction, new MasterKeySource(settings).find(check).keys());
        }
    }

    /// Checks that a key is here for everything that is sealed.
    ///
    /// @return how much of it is sealed with another key than the one that seals
    private static int check(Transaction transaction, KeyRing keys) throws SQLException {
        List<SealedValue> values = SealedValue.all(transaction);
        List<SealedValue> known =
                values.stream().filter(value -> keys.knows(value.sealed())).toList();
        if (!known.isEmpty() && known.size() < values.size()) {
            throw new StateException(
                    StateException.Kind.UNUSABLE, stranger(values, values.size() - known.size()));
        }
        keys.open(sealed(transaction, CHECK), place(CHECK));
        return (int) known.stream().filter(value -> !keys.current(value.sealed())).count();
    }

    private static String stranger(List<SealedValue> values, int strangers) {
        return strangers
                + " of "
                + values.size()
                + " stored secrets are encrypted with a master key that is not given; name it in"
                + " PENSTOCK_PREVIOUS_MASTER_KEYS, start, and run: penstock rekey --online";
    }

    private static Foundation read(Transaction transaction, KeyRing keys) throws SQLException {
        byte[] pepper = keys.open(sealed(transaction, PEPPER), place(PEPPER));
        UUID project =
                transaction
                        .first(
                                "facts.id",
                                Parameters.of("name", FIRST_PROJECT),
                                row -> row.id("id"))
                        .orElseThrow(() -> Changes.notFound("first project"));
        Tenant tenant =
                transaction
                        .first(
                                "projects.find",
                                Parameters.of("id", project),
                                row ->
                                        new Tenant(
                                                row.id("organisation_id"),
                                                row.id("team_id"),
                                                row.id("id")))
                        .orElseThrow(() -> Changes.notFound("first project"));
        return new Foundation(false, keys, null, new PepperedDigests(pepper), tenant);
    }

    private static void addTenant(Transaction transaction, Tenant tenant, Instant now)
            throws SQLException {
        Parameters row =
                Parameters.of("organisation", tenant.organisation())
                        .and("team", tenant.team())
                        .and("name", DEFAULT_NAME)
                        .and("created", now);
        transaction.change("catalog.grow", Parameters.none());
        transaction.change("organisations.insert", row.and("id", tenant.organisation()));
        transaction.change("teams.insert", row.and("id", tenant.team()));
        transaction.change("projects.insert", row.and("id", tenant.project()));
        transaction.change("facts.insert", fact(FIRST_PROJECT).and("id", tenant.project()));
    }

    private static void addSealed(Transaction transaction, String name, byte[] sealed)
            throws SQLException {
        transaction.change("facts.insert", fact(name).and("sealed", sealed));
    }

    private static Parameters fact(String name) {
        return Parameters.of("name", name)
                .and("organisation", null)
                .and("number", null)
                .and("id", null)
                .and("sealed", null);
    }

    static byte[] sealed(Transaction transaction, String name) throws SQLException {
        return transaction
                .first("facts.sealed", Parameters.of("name", name), row -> row.bytes("sealed"))
                .orElse(new byte[0]);
    }

    static String place(String fact) {
        return MasterKey.place("-", "facts", fact, "sealed");
    }
}
