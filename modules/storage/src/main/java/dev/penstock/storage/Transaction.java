// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A connection within one transaction, which takes named statements only.
final class Transaction {

    private final Connection connection;
    private final Statements statements;

    /// Makes a value of a row.
    interface Mapping<T> {
        T map(Row row) throws SQLException;
    }

    Transaction(Connection connection, Statements statements) {
        this.connection = connection;
        this.statements = statements;
    }

    /// All rows of a query.
    <T> List<T> rows(String name, Parameters parameters, Mapping<T> mapping) throws SQLException {
        Statements.Statement statement = statements.named(name);
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            parameters.bind(prepared, statement);
            try (ResultSet result = prepared.executeQuery()) {
                Row row = new Row(result);
                List<T> values = new ArrayList<>();
                while (result.next()) {
                    values.add(mapping.map(row));
                }
                return values;
            }
        }
    }

    /// The first row of a query.
    <T> Optional<T> first(String name, Parameters parameters, Mapping<T> mapping)
            throws SQLException {
        List<T> rows = rows(name, parameters, mapping);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /// Whether a query has a row.
    boolean any(String name, Parameters parameters) throws SQLException {
        return !rows(name, parameters, _ -> Boolean.TRUE).isEmpty();
    }

    /// Changes rows.
    ///
    /// @return how many
    int change(String name, Parameters parameters) throws SQLException {
        Statements.Statement statement = statements.named(name);
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            parameters.bind(prepared, statement);
            return prepared.executeUpdate();
        }
    }

    /// Makes the same change with many sets of parameters in one batch.
    ///
    /// @return how many rows for each set
    int[] changeEach(String name, List<Parameters> sets) throws SQLException {
        if (sets.isEmpty()) {
            return new int[0];
        }
        Statements.Statement statement = statements.named(name);
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            for (Parameters parameters : sets) {
                parameters.bind(prepared, statement);
                prepared.addBatch();
            }
            return prepared.executeBatch();
        }
    }

    /// Makes the same change with many sets of parameters in one batch.
    ///
    /// @return how many rows altogether
    int changeAll(String name, List<Parameters> sets) throws SQLException {
        return Arrays.stream(changeEach(name, sets)).filter(count -> count > 0).sum();
    }
}
