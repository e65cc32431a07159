// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Writes a tree of maps, lists, texts, numbers and truth values as YAML in blocks. A text is plain where
/// nobody could take it for anything else, and quoted like JSON elsewhere.
final class YamlWriter {

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/][A-Za-z0-9._/@+-]*( [A-Za-z0-9._/@+-]+)*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:[A-Z0-9_]+}");
    // As YAML 1.1 readers have it too: people's editors are among them.
    private static final Pattern AMBIGUOUS =
            Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");
    private static final JsonMapper QUOTED = new JsonMapper();

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /// @param comment lines before everything
    static String write(List<String> comment, Map<String, Object> tree) {
        YamlWriter writer = new YamlWriter();
        comment.forEach(line -> writer.out.append("# ").append(line).append('\n'));
        writer.members(tree, 0, false);
        return writer.out.toString();
    }

    private void members(Map<?, ?> members, int indent, boolean inItem) {
        boolean here = inItem;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!here) {
                out.repeat(" ", indent);
            }
            here = false;
            out.append(scalar(member.getKey())).append(':');
            value(member.getValue(), indent);
        }
    }

    private void value(Object value, int indent) {
        switch (value) {
            case Map<?, ?> members when !members.isEmpty() -> {
                out.append('\n');
                members(members, indent + 2, false);
            }
            case List<?> items when !items.isEmpty() && items.getFirst() instanceof Map -> {
                out.append('\n');
                for (Object item : items) {
                    out.repeat(" ", indent + 2).append("- ");
                    members((Map<?, ?>) item, indent + 4, true);
                }
            }
            case List<?> items ->
                    out.append(" [")
                            .append(String.join(", ", items.stream().map(i -> quoted(i)).toList()))
                            .append("]\n");
            case Map<?, ?> _ -> out.append(" {}\n");
            default -> out.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (!(value instanceof String text)) {
            return value.toString();
        }
        boolean plain =
                text.length() < 200
                        && (PLAIN.matcher(text).matches() || REFERENCE.matcher(text).matches())
                        && !AMBIGUOUS.matcher(text).matches();
        return plain ? text : quoted(text);
    }

    private static String quoted(Object value) {
        return QUOTED.writeValueAsString(value);
    }
}
