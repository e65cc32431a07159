// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was found, for people and for programs.
///
/// @param findings in the order in which they are told
public record Report(List<Finding> findings) {

    private static final int NARROWEST = 60;
    private static final int MARGIN = 6;
    private static final String RESET = "\u001b[0m";

    public Report {
        findings = List.copyOf(findings);
    }

    /// How the worst of it stands.
    public Outcome outcome() {
        return findings.stream().map(Finding::outcome).max(Outcome::compareTo).orElse(Outcome.OK);
    }

    private long count(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    /// Lines for a terminal: every finding with its value and rule, and what to do where all is not
    /// well.
    ///
    /// @param width how many columns there are
    /// @param colour whether the terminal shows colours
    public List<String> lines(int width, boolean colour) {
        int name =
                findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(0) + 2;
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            List<String> cells = cells(finding, Math.max(width, NARROWEST) - MARGIN - name);
            String mark = String.format("%-" + MARGIN + "s", finding.outcome().id());
            String head = finding.check() + " ".repeat(name - finding.check().length());
            lines.add((colour ? paint(finding.outcome(), mark) : mark) + head + cells.getFirst());
            cells.stream().skip(1).forEach(cell -> lines.add(" ".repeat(MARGIN + name) + cell));
        }
        lines.add("");
        lines.add(summary());
        return lines;
    }

    private String summary() {
        return count(Outcome.FAIL)
                + " failed, "
                + count(Outcome.WARN)
                + (count(Outcome.WARN) == 1 ? " warning, " : " warnings, ")
                + count(Outcome.OK)
                + " ok";
    }

    private static List<String> cells(Finding finding, int width) {
        List<String> cells = new ArrayList<>();
        boolean well = finding.outcome() == Outcome.OK;
        String rule = finding.rule();
        wrap(
                cells,
                "",
                finding.value() + (well && !rule.isEmpty() ? " (" + rule + ")" : ""),
                width);
        if (!well && !rule.isEmpty()) {
            wrap(cells, "rule: ", rule, width);
        }
        if (!finding.advice().isEmpty()) {
            wrap(cells, "do:   ", finding.advice(), width);
        }
        return cells;
    }

    // A word that is longer than the line, such as a path, stays whole: it may be copied.
    private static void wrap(List<String> lines, String label, String text, int width) {
        StringBuilder line = new StringBuilder(label);
        boolean empty = true;
        for (String word : text.strip().split("\\s+", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.repeat(" ", label.length());
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
    }

    private static String paint(Outcome outcome, String text) {
        String code =
                switch (outcome) {
                    case OK -> "32";
                    case WARN -> "33";
                    case FAIL -> "31";
                };
        return "\u001b[" + code + "m" + text + RESET;
    }

    /// The same as JSON: `{"outcome", "ok", "warn", "fail", "findings": [{"outcome", "check", "value",
    /// "rule", "advice"}]}`. Members are only ever added.
    public String json() {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode root = mapper.createObjectNode();
        root.put("outcome", outcome().id());
        for (Outcome outcome : Outcome.values()) {
            root.put(outcome.id(), count(outcome));
        }
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("outcome", finding.outcome().id())
                    .put("check", finding.check())
                    .put("value", finding.value())
                    .put("rule", finding.rule())
                    .put("advice", finding.advice());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
