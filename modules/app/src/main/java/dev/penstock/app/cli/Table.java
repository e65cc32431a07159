// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.ArrayList;
import java.util.List;

/// Columns of text.
final class Table {

    private final List<String[]> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(heads);
    }

    void add(String... cells) {
        rows.add(cells);
    }

    List<String> lines() {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]).repeat(" ", widths[i] - row[i].length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
