// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of an object of a file. Takes them one by one; what is wrong is noted, and a default
/// given back, so that all mistakes are found.
final class FileMembers {

    private final FileValue object;
    private final Map<String, FileValue> members = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<String> mistakes;

    FileMembers(FileValue object, List<String> mistakes) {
        this.object = object;
        this.mistakes = mistakes;
        if (object.value() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put((String) name, (FileValue) value));
        } else {
            mistakes.add(object.at("must be an object"));
        }
    }

    /// A member, or null when it is not there or null.
    @Nullable FileValue find(String name) {
        taken.add(name);
        FileValue value = members.get(name);
        return value == null || value.value() == null ? null : value;
    }

    /// A member that must be there; null when it is not.
    @Nullable FileValue need(String name) {
        FileValue value = find(name);
        if (value == null && object.value() instanceof Map) {
            mistakes.add(object.at(name + " is required"));
        }
        return value;
    }

    /// A text of a certain form.
    ///
    /// @param rule what the form is, as the end of a sentence
    String text(String name, String pattern, String rule, String otherwise) {
        FileValue value = find(name);
        return value == null ? otherwise : checked(name, value, pattern, rule, otherwise);
    }

    /// A text of a certain form, which must be there.
    String neededText(String name, String pattern, String rule) {
        FileValue value = need(name);
        return value == null ? "" : checked(name, value, pattern, rule, "");
    }

    private String checked(
            String name, FileValue value, String pattern, String rule, String otherwise) {
        if (value.value() instanceof String text && text.matches(pattern)) {
            return text;
        }
        mistakes.add(value.at(name + " " + rule));
        return otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        FileValue value = find(name);
        if (value == null) {
            return otherwise;
        }
        if (value.value() instanceof Boolean flag) {
            return flag;
        }
        mistakes.add(value.at(name + " must be true or false"));
        return otherwise;
    }

    /// An array of texts, empty when it is not there.
    Set<String> texts(String name) {
        Set<String> texts = new LinkedHashSet<>();
        FileValue value = find(name);
        if (value == null) {
            return texts;
        }
        if (!(value.value() instanceof List<?> elements)) {
            mistakes.add(value.at(name + " must be an array of texts"));
            return texts;
        }
        for (Object element : elements) {
            FileValue each = (FileValue) element;
            if (each.value() instanceof String text && !text.isBlank()) {
                texts.add(text);
            } else {
                mistakes.add(each.at(name + " must hold texts that are not blank"));
            }
        }
        return texts;
    }

    /// An object of texts, empty when it is not there.
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        FileValue value = find(name);
        if (value == null) {
            return pairs;
        }
        if (!(value.value() instanceof Map<?, ?> map)) {
            mistakes.add(value.at(name + " must be an object of texts"));
            return pairs;
        }
        map.forEach((key, element) -> {
            FileValue each = (FileValue) element;
            if (each.value() instanceof String text && !text.isBlank()) {
                pairs.put((String) key, text);
            } else {
                mistakes.add(each.at(name + "." + key + " must be a text"));
            }
        });
        return pairs;
    }

    /// The members of an object inside, or null when it is not there.
    @Nullable FileMembers inside(String name) {
        FileValue value = find(name);
        return value == null ? null : new FileMembers(value, mistakes);
    }

    /// Notes every member that nobody has taken.
    void end() {
        members.forEach((name, value) -> {
            if (!taken.contains(name)) {
                mistakes.add(
                        value.at(
                                "member '%s' is not known; known are %s"
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ", taken.stream().sorted().toList()))));
            }
        });
    }
}
