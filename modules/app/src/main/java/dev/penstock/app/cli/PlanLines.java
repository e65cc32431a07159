// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Lays out what a declarative file changes, for people.
final class PlanLines {

    private PlanLines() {}

    static List<String> of(JsonNode plan) {
        List<String> lines = new ArrayList<>();
        int[] counts = new int[3];
        for (JsonNode change : plan.path("changes")) {
            String action = change.path("action").asString("");
            int which =
                    switch (action) {
                        case "create" -> 0;
                        case "change" -> 1;
                        default -> 2;
                    };
            counts[which]++;
            lines.add(
                    "+~-".charAt(which)
                            + " "
                            + change.path("kind").asString("")
                            + " "
                            + change.path("name").asString(""));
            if (which < 2) {
                change.path("members").forEach(member -> lines.add(member(member, which == 1)));
            }
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(sentence(counts, plan));
        return lines;
    }

    private static String sentence(int[] counts, JsonNode plan) {
        boolean dry = plan.path("dry_run").asBoolean(false);
        int unchanged = plan.path("unchanged").asInt(0);
        if (counts[0] + counts[1] + counts[2] == 0) {
            return "Nothing to do: all " + unchanged + " are as the file says.";
        }
        return (dry ? "To do: " : "Done: ")
                + counts[0]
                + (dry ? " to create, " : " created, ")
                + counts[1]
                + (dry ? " to change, " : " changed, ")
                + counts[2]
                + (dry ? " to remove; " : " removed; ")
                + unchanged
                + " as the file says already.";
    }

    private static String member(JsonNode member, boolean both) {
        return "    "
                + member.path("name").asString("")
                + ": "
                + (both ? value(member.path("before")) + " -> " : "")
                + value(member.path("after"));
    }

    private static String value(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "(none)";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
