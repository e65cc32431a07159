// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values for the parameters of a statement, null included.
final class Parameters {

    private final Map<String, @Nullable Object> values = new HashMap<>();

    private Parameters() {}

    static Parameters none() {
        return new Parameters();
    }

    static Parameters of(String name, @Nullable Object value) {
        return new Parameters().and(name, value);
    }

    Parameters and(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /// Instants are stored in microseconds; what is handed back to a caller before it was stored must
    /// not differ from what is read later.
    static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    void bind(PreparedStatement prepared, Statements.Statement statement) throws SQLException {
        int index = 1;
        for (String parameter : statement.parameters()) {
            if (!values.containsKey(parameter)) {
                throw new IllegalArgumentException(
                        "statement '" + statement.name() + "' lacks a value for :" + parameter);
            }
            bind(prepared, index, values.get(parameter));
            index++;
        }
    }

    private static void bind(PreparedStatement prepared, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case Instant instant ->
                    prepared.setObject(
                            index, OffsetDateTime.ofInstant(stored(instant), ZoneOffset.UTC));
            case Enum<?> constant -> prepared.setString(index, constant.name());
            case Collection<?> many -> bindArray(prepared, index, many);
            case null -> prepared.setObject(index, null);
            default -> prepared.setObject(index, value);
        }
    }

    private static void bindArray(PreparedStatement prepared, int index, Collection<?> many)
            throws SQLException {
        boolean ids = many.stream().allMatch(UUID.class::isInstance) && !many.isEmpty();
        prepared.setArray(
                index,
                prepared.getConnection().createArrayOf(ids ? "uuid" : "varchar", many.toArray()));
    }
}
