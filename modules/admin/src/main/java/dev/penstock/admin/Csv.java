// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import org.jspecify.annotations.Nullable;

/// Comma-separated values (RFC 4180).
final class Csv {

    static final String TYPE = "text/csv";

    private Csv() {}

    /// A line with its end; null is an empty cell.
    static String line(@Nullable Object... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                line.append(',');
            }
            Object cell = cells[i];
            line.append(cell instanceof String text ? text(text) : cell == null ? "" : cell);
        }
        return line.append("\r\n").toString();
    }

    // Spreadsheets run a text that begins like a formula; callers choose some of these texts.
    private static String text(String text) {
        String harmless =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
