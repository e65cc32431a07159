// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values for the parameters of a statement, null included.
final class Parameters {

    private static final int FEW = 4;
    // What a row of the ledger has.
    private static final int ROW = 40;

    private String[] names = new String[FEW];
    private @Nullable Object[] values = new @Nullable Object[FEW];
    private int size;
    // Says of most new names that they are new, without a look at all others.
    private long marks;

    private Parameters() {}

    static Parameters none() {
        return new Parameters();
    }

    static Parameters of(String name, @Nullable Object value) {
        return new Parameters().and(name, value);
    }

    /// Gives a name a value, its only one or a better one.
    Parameters and(String name, @Nullable Object value) {
        long mark = 1L << ((name.hashCode() * 0x9E37_79B9) >>> 26);
        int before = (marks & mark) == 0 ? -1 : place(name, 0);
        marks |= mark;
        if (before >= 0) {
            values[before] = value;
            return this;
        }
        if (size == names.length) {
            int more = Math.max(2 * size, ROW);
            names = Arrays.copyOf(names, more);
            values = Arrays.copyOf(values, more);
        }
        names[size] = name;
        values[size] = value;
        size++;
        return this;
    }

    /// Instants are stored in microseconds; what is handed back to a caller before it was stored must
    /// not differ from what is read later.
    static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    void bind(PreparedStatement prepared, Statements.Statement statement) throws SQLException {
        int index = 1;
        int at = -1;
        for (String parameter : statement.parameters()) {
            at = place(parameter, at + 1);
            if (at < 0) {
                throw new IllegalArgumentException(
                        "statement '" + statement.name() + "' lacks a value for :" + parameter);
            }
            bind(prepared, index, values[at]);
            index++;
        }
    }

    // Values are mostly given in the order in which the statement names them, and names are mostly
    // the same objects.
    private int place(String parameter, int next) {
        for (int i = 0; i < size; i++) {
            int at = next + i < size ? next + i : next + i - size;
            if (names[at].equals(parameter)) {
                return at;
            }
        }
        return -1;
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
