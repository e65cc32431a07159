// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.state.StateException;
import dev.penstock.state.StoreSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a new master key in the place of the old one.
///
/// A new key of the file is written beside the old one first; the transaction that seals everything anew
/// decides which of both is in force, and the next opening puts the files in order if this one dies.
final class Rekeying {

    private static final Duration ALIVE = Duration.ofSeconds(30);

    private final StoreSettings settings;
    private final MasterKeySource source;
    private final Step step;

    /// Sees the moments at which a death would leave something half done.
    interface Step {
        Step NONE = _ -> {};

        void reached(String moment);
    }

    Rekeying(StoreSettings settings, Step step) {
        this.settings = settings;
        this.source = new MasterKeySource(settings);
        this.step = step;
    }

    /// Seals everything with another key.
    ///
    /// @param given the key, or null to make one
    /// @return how many values were sealed anew
    int run(@Nullable Secret given) {
        Dialect dialect = Dialect.of(settings);
        if (!dialect.exists()) {
            throw refusal("there is no store yet; start the gateway once");
        }
        try (DirectoryLock _ = DirectoryLock.take(settings.dataDirectory());
                Connection connection = SchemaMigration.connect(dialect, dialect.patientSource())) {
            dialect.holdPreparation(connection);
            if (SchemaMigration.knownSchema(dialect, connection) != dialect.newestMigration()) {
                throw refusal("the schema is of an older version; run: penstock migrate");
            }
            connection.setAutoCommit(false);
            return run(connection, new Transaction(connection, Statements.load(dialect)), given);
        } catch (SQLException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the database failed; run rekey again with the same keys",
                    e);
        }
    }

    private int run(Connection connection, Transaction transaction, @Nullable Secret given)
            throws SQLException {
        refuseWhileRunning(transaction);
        byte[] check = Foundation.sealed(transaction, Foundation.CHECK);
        if (check.length == 0) {
            throw refusal("nothing was ever encrypted here; start the gateway once");
        }
        KeyRing keys = source.find(check).keys();
        MasterKey old = keys.sealing();
        keys.open(check, Foundation.place(Foundation.CHECK));
        if (source.replacing()) {
            var _ = KeyReplacement.sealAll(transaction, keys);
            connection.commit();
            source.finishReplacement(old);
        }
        Secret text = given == null ? make() : given;
        MasterKey next = MasterKey.of(text, "the new master key", settings.random());
        if (next.same(old)) {
            throw refusal("the new master key is the old one; give another");
        }
        if (settings.masterKey() == null) {
            source.prepareReplacement(text);
        }
        step.reached("prepared");
        keys.sealWith(next);
        int count = seal(transaction, keys);
        step.reached("sealed");
        connection.commit();
        step.reached("committed");
        source.finishReplacement(next);
        return count;
    }

    private void refuseWhileRunning(Transaction transaction) throws SQLException {
        List<String> running =
                transaction.rows(
                        "replicas.alive",
                        Parameters.of("since", settings.clock().instant().minus(ALIVE)),
                        row -> row.text("replica"));
        if (settings.database() != null && !running.isEmpty()) {
            throw refusal(
                    "gateways run on this database ("
                            + String.join(", ", running)
                            + "); stop them, and try again half a minute later");
        }
    }

    private Secret make() {
        if (settings.masterKey() != null || settings.database() != null) {
            throw refusal(
                    "a new master key must be given where the old one does not come from the file"
                            + " of an embedded database; make one with: openssl rand -base64 32");
        }
        byte[] bytes = new byte[MasterKey.LENGTH];
        settings.random().nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private int seal(Transaction transaction, KeyRing keys) throws SQLException {
        int count = KeyReplacement.sealAll(transaction, keys);
        new Audit(settings.clock(), new TimeOrderedIds(settings.clock(), settings.random()))
                .writeOwn(
                        transaction,
                        new Audit.Change(
                                "installation.rekey", null, null, Map.of("secrets", count)));
        return count;
    }

    private static StateException refusal(String message) {
        return new StateException(StateException.Kind.UNUSABLE, message);
    }
}
