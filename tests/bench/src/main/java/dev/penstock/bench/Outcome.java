// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// What a scenario has found.
///
/// @param scenario its name
/// @param rows in the order of the table
record Outcome(String scenario, List<Row> rows) {

    Outcome {
        rows = List.copyOf(rows);
    }

    /// One line of the table.
    ///
    /// @param subject what was measured
    /// @param foreignCores the most of the machine that others used during a sample, in cores
    /// @param figures by name with unit, in the order of the columns
    record Row(String subject, double foreignCores, SequencedMap<String, Spread> figures) {
        Row {
            figures = new LinkedHashMap<>(figures);
        }
    }

    /// The table in Markdown. Rows that others disturbed carry a mark.
    ///
    /// @param noiseLimit the cores from which on a row counts as disturbed
    String markdown(double noiseLimit) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.figures().keySet()));
        StringBuilder table = new StringBuilder("### ").append(scenario).append("\n\n");
        line(table, "", List.copyOf(columns));
        line(table, "---", columns.stream().map(column -> "---:").toList());
        for (Row row : rows) {
            String mark = row.foreignCores() > noiseLimit ? " (disturbed)" : "";
            List<String> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(cell(row.figures(), column)));
            line(table, row.subject() + mark, cells);
        }
        return table.toString();
    }

    private static String cell(Map<String, Spread> figures, String column) {
        Spread spread = figures.get(column);
        return spread == null ? "" : spread.text();
    }

    private static void line(StringBuilder table, String first, List<String> cells) {
        table.append("| ").append(first);
        cells.forEach(cell -> table.append(" | ").append(cell));
        table.append(" |\n");
    }
}
