// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A value of the database that is sealed with a master key, as it was read.
///
/// @param table where it is
/// @param id of its row
/// @param place what it is bound to
/// @param sealed the value
record SealedValue(String table, Object id, String place, byte[] sealed) {

    /// All of them. The check of the master key is the last, so that it is sealed with a new key only
    /// when everything before it is.
    static List<SealedValue> all(Transaction transaction) throws SQLException {
        List<SealedValue> values =
                new ArrayList<>(
                        transaction.rows(
                                "credentials.all",
                                Parameters.none(),
                                row -> credential(row.id("organisation_id"), row)));
        for (String fact : List.of(Foundation.PEPPER, Foundation.CHECK)) {
            byte[] sealed = Foundation.sealed(transaction, fact);
            if (sealed.length > 0) {
                values.add(new SealedValue("facts", fact, Foundation.place(fact), sealed));
            }
        }
        return values;
    }

    private static SealedValue credential(UUID organisation, Row row) throws SQLException {
        UUID id = row.id("id");
        return new SealedValue(
                "credentials", id, CatalogRows.place(organisation, id), row.bytes("sealed"));
    }

    /// Puts another sealed value in its place, unless somebody was faster.
    ///
    /// @return whether it was put there
    boolean replace(Transaction transaction, byte[] anew) throws SQLException {
        return transaction.change(
                        table + ".reseal",
                        Parameters.of("id", id).and("sealed", anew).and("before", sealed))
                > 0;
    }
}
