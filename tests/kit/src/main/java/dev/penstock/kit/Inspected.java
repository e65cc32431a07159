// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A JSON value of a request on its way through a provider's rules; every breach is thrown as the
/// [Refusal] that provider would give. A member that is null counts as absent.
final class Inspected {
    private final JsonNode node;
    private final String path;
    private final Complaints complaints;

    Inspected(JsonNode node, String path, Complaints complaints) {
        this.node = node;
        this.path = path;
        this.complaints = complaints;
    }

    JsonNode node() {
        return node;
    }

    String path() {
        return path;
    }

    boolean isString() {
        return node.isString();
    }

    String text() {
        return node.asString();
    }

    /// Refuses every member but these.
    Inspected only(Set<String> known) {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw complaints.unknown(complaints.member(path, name));
            }
        }
        return this;
    }

    boolean has(String name) {
        JsonNode member = node.get(name);
        return member != null && !member.isNull();
    }

    /// The member, null when it is absent.
    @Nullable Inspected get(String name) {
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? null : at(name, member);
    }

    /// The member, which must be there.
    Inspected need(String name) {
        Inspected member = get(name);
        if (member == null) {
            throw complaints.missing(complaints.member(path, name));
        }
        return member;
    }

    /// Looks at the member if it is there.
    Inspected optional(String name, Consumer<Inspected> look) {
        Inspected member = get(name);
        if (member != null) {
            look.accept(member);
        }
        return this;
    }

    Optional<Integer> optionalInt(String name) {
        Inspected member = get(name);
        return member == null ? Optional.empty() : Optional.of(member.integer().node.asInt());
    }

    boolean flag(String name) {
        Inspected member = get(name);
        return member != null && member.bool().node.asBoolean();
    }

    Inspected object() {
        return typed(node.isObject(), "object");
    }

    Inspected array() {
        return typed(node.isArray(), "array");
    }

    Inspected string() {
        return typed(node.isString(), "string");
    }

    Inspected bool() {
        return typed(node.isBoolean(), "boolean");
    }

    Inspected integer() {
        return typed(node.isIntegralNumber(), "integer");
    }

    Inspected number(double least, double most) {
        typed(node.isNumber(), "number");
        double value = node.asDouble();
        if (value < least || value > most) {
            throw complaints.badValue(path, node.toString(), "between " + least + " and " + most);
        }
        return this;
    }

    Inspected oneOf(List<String> allowed) {
        string();
        if (!allowed.contains(text())) {
            throw complaints.badValue(path, text(), quoted(allowed));
        }
        return this;
    }

    Inspected matches(String pattern) {
        string();
        if (!text().matches(pattern)) {
            throw complaints.badValue(path, text(), "pattern " + pattern);
        }
        return this;
    }

    /// The elements, which must be an array.
    List<Inspected> elements() {
        array();
        List<Inspected> elements = new ArrayList<>();
        for (int index = 0; index < node.size(); index++) {
            elements.add(
                    new Inspected(node.get(index), complaints.element(path, index), complaints));
        }
        return elements;
    }

    Refusal wrong(String message) {
        return complaints.wrong(path, message);
    }

    Refusal unknown(String name) {
        return complaints.unknown(complaints.member(path, name));
    }

    private Inspected at(String name, JsonNode member) {
        return new Inspected(member, complaints.member(path, name), complaints);
    }

    private Inspected typed(boolean fits, String expected) {
        if (!fits) {
            String actual = node.getNodeType().name().toLowerCase(Locale.ROOT);
            throw complaints.wrongType(path, expected, actual);
        }
        return this;
    }

    private static String quoted(List<String> values) {
        return String.join(", ", values.stream().map(value -> "'" + value + "'").toList());
    }
}
