// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of a result, by column names. Valid only while it is being mapped.
final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    UUID id(String column) throws SQLException {
        return present(idOrNull(column), column);
    }

    @Nullable UUID idOrNull(String column) throws SQLException {
        return result.getObject(column, UUID.class);
    }

    String text(String column) throws SQLException {
        return present(textOrNull(column), column);
    }

    @Nullable String textOrNull(String column) throws SQLException {
        return result.getString(column);
    }

    long number(String column) throws SQLException {
        return present(numberOrNull(column), column);
    }

    @Nullable Long numberOrNull(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }

    boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    Instant instant(String column) throws SQLException {
        return present(instantOrNull(column), column);
    }

    @Nullable Instant instantOrNull(String column) throws SQLException {
        OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    byte[] bytes(String column) throws SQLException {
        return present(bytesOrNull(column), column);
    }

    byte @Nullable [] bytesOrNull(String column) throws SQLException {
        return result.getBytes(column);
    }

    List<String> texts(String column) throws SQLException {
        Array array = present(result.getArray(column), column);
        List<String> texts = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
            texts.add((String) element);
        }
        return texts;
    }

    @Nullable List<String> textsOrNull(String column) throws SQLException {
        return result.getArray(column) == null ? null : texts(column);
    }

    private static <T> T present(@Nullable T value, String column) throws SQLException {
        if (value == null) {
            throw new SQLException("column " + column + " is null but must not be");
        }
        return value;
    }
}
