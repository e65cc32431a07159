// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a mapping of a declarative file and notes every mistake in it. Each method names a member that
/// is known; [#done] refuses what was not named.
final class FileMembers {

    private static final String WHOLE = "-?(0|[1-9][0-9]{0,17})";
    private static final String DECIMAL = "(0|[1-9][0-9]{0,11})(\\.[0-9]{1,12})?";

    private final FileNode.Members node;
    private final String pointer;
    private final FileMistakes mistakes;
    private final Set<String> known = new HashSet<>();

    private FileMembers(FileNode.Members node, String pointer, FileMistakes mistakes) {
        this.node = node;
        this.pointer = pointer;
        this.mistakes = mistakes;
    }

    static FileMembers of(FileNode node, String pointer, FileMistakes mistakes) {
        if (node instanceof FileNode.Members members) {
            return new FileMembers(members, pointer, mistakes);
        }
        mistakes.add(pointer, node.place(), "must be a mapping of members");
        return new FileMembers(new FileNode.Members(List.of(), node.place()), pointer, mistakes);
    }

    String pointer() {
        return pointer;
    }

    /// A text that must be there; empty when it is not.
    String text(String name, int most) {
        if (member(name) == null) {
            mistakes.add(
                    FileMistakes.member(pointer, name),
                    node.place(),
                    "'" + name + "' is missing but must be a text of 1 to " + most + " characters");
            return "";
        }
        String text = optionalText(name, most);
        return text == null ? "" : text;
    }

    @Nullable String optionalText(String name, int most) {
        FileNode value = member(name);
        return value == null ? null : text(name, value, most);
    }

    private @Nullable String text(String name, FileNode value, int most) {
        String problem = null;
        if (!(value instanceof FileNode.Text text)) {
            problem = "must be a text";
        } else if (text.value().isBlank() || text.value().length() > most) {
            problem =
                    "has "
                            + text.value().length()
                            + " characters but must have 1 to "
                            + most
                            + ", not all blank";
        } else if (!storable(text.value())) {
            problem = "has a control character or half a surrogate pair; leave it out";
        } else {
            return text.value();
        }
        mistake(name, problem);
        return null;
    }

    boolean flag(String name, boolean otherwise) {
        FileNode value = member(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof FileNode.Text text
                && text.plain()
                && (text.value().equals("true") || text.value().equals("false"))) {
            return text.value().equals("true");
        }
        mistake(name, "must be true or false");
        return otherwise;
    }

    long whole(String name, long least, long most, long otherwise) {
        FileNode value = member(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof FileNode.Text text && text.plain() && text.value().matches(WHOLE)) {
            long number = Long.parseLong(text.value());
            if (number >= least && number <= most) {
                return number;
            }
        }
        mistake(name, "must be a whole number from " + least + " to " + most);
        return otherwise;
    }

    /// Decimal numbers by name.
    Map<String, BigDecimal> decimals(String name) {
        Map<String, BigDecimal> found = new LinkedHashMap<>();
        FileMembers inner = inner(name);
        if (inner != null) {
            for (FileNode.Member member : inner.node.members()) {
                if (member.node() instanceof FileNode.Text text
                        && text.plain()
                        && text.value().matches(DECIMAL)) {
                    found.put(member.name(), new BigDecimal(text.value()));
                } else {
                    inner.mistake(
                            member.name(),
                            "must be US dollars such as 0.15, with at most 12 digits on each side");
                }
            }
        }
        return found;
    }

    /// Texts by name; empty when missing.
    Map<String, String> texts(String name, int most) {
        Map<String, String> found = new LinkedHashMap<>();
        FileMembers inner = inner(name);
        if (inner != null) {
            for (FileNode.Member member : inner.node.members()) {
                String text = inner.text(member.name(), member.node(), most);
                if (!storable(member.name()) || member.name().isBlank()) {
                    inner.mistake(
                            member.name(), "is no name; write a text without control characters");
                } else if (text != null) {
                    found.put(member.name(), text);
                }
            }
        }
        return found;
    }

    @Nullable List<String> list(String name, int most) {
        FileNode value = member(name);
        if (value == null) {
            return null;
        }
        List<String> found = new ArrayList<>();
        if (!(value instanceof FileNode.Items items)) {
            mistake(name, "must be a list of texts");
            return found;
        }
        for (int i = 0; i < items.items().size(); i++) {
            FileNode item = items.items().get(i);
            if (item instanceof FileNode.Text text
                    && !text.value().isBlank()
                    && text.value().length() <= most
                    && storable(text.value())) {
                found.add(text.value());
            } else {
                mistakes.add(
                        FileMistakes.member(pointer, name) + "/" + i,
                        item.place(),
                        "must be a text of 1 to " + most + " characters");
            }
        }
        return found;
    }

    /// The mappings of a list, or null when it is missing.
    @Nullable List<FileMembers> mappings(String name) {
        FileNode value = member(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof FileNode.Items items)) {
            mistake(name, "must be a list of mappings");
            return List.of();
        }
        List<FileMembers> found = new ArrayList<>();
        for (FileNode item : items.items()) {
            String at = FileMistakes.member(pointer, name) + "/" + found.size();
            found.add(of(item, at, mistakes));
        }
        return found;
    }

    /// A mapping, or null when it is missing.
    @Nullable FileMembers inner(String name) {
        FileNode value = member(name);
        return value == null ? null : of(value, FileMistakes.member(pointer, name), mistakes);
    }

    @Nullable Instant time(String name) {
        String text = optionalText(name, 64);
        if (text == null) {
            return null;
        }
        try {
            // As precise as it is stored, so that it is the same the next time.
            return Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException _) {
            mistake(name, "is '" + text + "' but must be a UTC time such as 2026-12-31T00:00:00Z");
            return null;
        }
    }

    @Nullable URI url(String name) {
        String text = optionalText(name, 2_000);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below, like every other shape that is not wanted.
        }
        mistake(
                name,
                "must be an absolute http or https URL without user, password, query and fragment");
        return null;
    }

    boolean has(String name) {
        return member(name) != null;
    }

    /// Notes a mistake of a member, at its name.
    void mistake(String name, String message) {
        FileNode.Place place =
                node.members().stream()
                        .filter(m -> m.name().equals(name))
                        .map(FileNode.Member::place)
                        .findFirst()
                        .orElse(node.place());
        mistakes.add(FileMistakes.member(pointer, name), place, "'" + name + "' " + message);
    }

    /// Refuses members that nobody asked for.
    void done() {
        for (FileNode.Member member : node.members()) {
            if (!known.contains(member.name())) {
                mistakes.add(
                        FileMistakes.member(pointer, member.name()),
                        member.place(),
                        "'"
                                + member.name()
                                + "' is not known here; check its spelling, or leave it out: "
                                + String.join(", ", known.stream().sorted().toList())
                                + " are");
            }
        }
    }

    private @Nullable FileNode member(String name) {
        known.add(name);
        return node.members().stream()
                .filter(m -> m.name().equals(name))
                .map(FileNode.Member::node)
                .filter(value -> !(value instanceof FileNode.Text text && text.empty()))
                .findFirst()
                .orElse(null);
    }

    private static boolean storable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff));
    }
}
