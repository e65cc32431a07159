// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.StateException;
import java.sql.SQLException;
import java.time.Duration;

/// Puts a new master key in the place of the one in the file, while the store works.
///
/// The new key is written beside the old one first. One transaction then seals everything anew; whether
/// it was committed can be told, by whoever opens the store next, from the key that sealed the check.
/// Until both files are one again, the store opens what either key sealed.
final class KeyReplacement {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Database database;
    private final KeyRing keys;
    private final MasterKeySource source;
    private final Rekeying.Step step;

    KeyReplacement(Database database, KeyRing keys, MasterKeySource source, Rekeying.Step step) {
        this.database = database;
        this.keys = keys;
        this.source = source;
        this.step = step;
    }

    /// Seals everything with a key, and puts it into the file.
    ///
    /// @param note writes into the transaction what the audit should know, told how many values there
    ///     are
    /// @return how many values were sealed
    int replaceBy(Secret text, MasterKey next, Note note) {
        source.prepareReplacement(text);
        step.reached("prepared");
        int count;
        try {
            count =
                    database.run(
                            transaction -> {
                                holdChanges(transaction);
                                keys.sealWith(next);
                                int sealed = sealAll(transaction, keys);
                                note.write(transaction, sealed);
                                step.reached("sealed");
                                return sealed;
                            },
                            DEADLINE);
        } catch (RuntimeException e) {
            settleAfter(e);
            throw e;
        }
        step.reached("committed");
        source.finishReplacement(next);
        return count;
    }

    /// Writes an audit row.
    interface Note {
        void write(Transaction transaction, int sealed) throws SQLException;
    }

    /// Ends a replacement that was left half done: the key that sealed the check is in force, and what
    /// the other one sealed is sealed anew.
    void finish() {
        MasterKey inForce =
                database.run(
                        transaction -> {
                            holdChanges(transaction);
                            byte[] check = Foundation.sealed(transaction, Foundation.CHECK);
                            MasterKey found = source.inForce(check);
                            keys.sealWith(found);
                            var _ = sealAll(transaction, keys);
                            return found;
                        },
                        DEADLINE);
        source.finishReplacement(inForce);
    }

    /// Seals anew what the key that seals has not sealed.
    static int sealAll(Transaction transaction, KeyRing keys) throws SQLException {
        int count = 0;
        for (SealedValue value : SealedValue.all(transaction)) {
            if (!keys.current(value.sealed())) {
                byte[] plain = keys.open(value.sealed(), value.place());
                if (!value.replace(transaction, keys.seal(plain, value.place()))) {
                    throw new StateException(
                            StateException.Kind.CONFLICT,
                            "a secret was changed meanwhile; try again");
                }
                count++;
            }
        }
        return count;
    }

    // Every change of the configuration begins with this row and seals behind it: none can add a
    // value
    // that is sealed with the key that goes.
    private static void holdChanges(Transaction transaction) throws SQLException {
        transaction.change("catalog.grow", Parameters.none());
    }

    // Whether the transaction was committed may not be known. Where the database does not tell now,
    // both keys stay, in the files as in memory, and the next opening or replacement ends it.
    private void settleAfter(RuntimeException failure) {
        try {
            finish();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
