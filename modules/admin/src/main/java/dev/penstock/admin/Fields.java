// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a body and collects every mistake in it, so that a caller learns of all at once. Each method
/// names a member that is known; [#done] refuses what was not named.
final class Fields {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final JsonNode object;
    private final String place;
    private final List<Problem.Mistake> mistakes;
    private final Set<String> known = new HashSet<>();
    private final List<Fields> inner = new ArrayList<>();

    private Fields(JsonNode object, String place, List<Problem.Mistake> mistakes) {
        this.object = object;
        this.place = place;
        this.mistakes = mistakes;
    }

    static Fields parse(byte[] body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JacksonException e) {
            // The parser's own words repeat the text where it stopped, which may be a secret.
            throw Problem.badRequest(
                    "the body is not JSON, or names a member twice, at line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr());
        }
        if (!node.isObject()) {
            throw Problem.badRequest("the body is not a JSON object; send one");
        }
        return new Fields(node, "", new ArrayList<>());
    }

    /// A text that must be there.
    String text(String name, int most) {
        String value = optionalText(name, most);
        if (value == null && !failed(name)) {
            mistake(name, "is missing but must be a text of 1 to " + most + " characters");
        }
        return value == null ? "" : value;
    }

    /// A text that may be missing.
    @Nullable String optionalText(String name, int most) {
        JsonNode node = member(name);
        if (node == null) {
            return null;
        }
        String value = node.isString() ? node.stringValue() : "";
        if (value.isBlank() || value.length() > most) {
            mistake(name, "must be a text of 1 to " + most + " characters");
            return null;
        }
        return value;
    }

    boolean flag(String name) {
        return flag(name, false);
    }

    /// @param missing what it is when it is missing
    boolean flag(String name, boolean missing) {
        JsonNode node = member(name);
        if (node != null && !node.isBoolean()) {
            mistake(name, "must be true or false");
        }
        return node == null ? missing : node.isBoolean() && node.booleanValue();
    }

    /// A whole number that may be missing.
    ///
    /// @param missing what it is when it is missing
    int number(String name, int least, int most, int missing) {
        JsonNode node = member(name);
        if (node == null) {
            return missing;
        }
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            mistake(name, "must be a whole number from " + least + " to " + most);
            return missing;
        }
        return node.intValue();
    }

    /// An ISO 8601 duration of at least nothing that may be missing.
    ///
    /// @param missing what it is when it is missing
    Duration duration(String name, Duration most, Duration missing) {
        String text = optionalText(name, 64);
        if (text == null) {
            return missing;
        }
        try {
            Duration read = Duration.parse(text);
            if (!read.isNegative() && read.compareTo(most) <= 0) {
                return read;
            }
        } catch (DateTimeParseException _) {
            // Said below, like one that is too long.
        }
        mistake(name, "is '" + text + "' but must be a duration from PT0S to " + most);
        return missing;
    }

    /// What a PATCH makes of a member.
    ///
    /// @param <T> what the member holds
    @FunctionalInterface
    interface Amended<T extends @Nullable Object> {
        /// What there is afterwards, from what there is now.
        T of(T now);
    }

    /// A member of a PATCH: one that is not there leaves things as they are, and null is refused.
    ///
    /// @param reader reads the member, which is there
    <T> Amended<T> amended(String name, Function<String, T> reader) {
        if (object.path(name).isNull()) {
            known.add(name);
            mistake(name, "is null but must hold something; leave it out to keep what there is");
            return now -> now;
        }
        return clearable(name, reader);
    }

    /// A member of a PATCH that null clears.
    ///
    /// @param reader reads the member, which is there, maybe as null
    <T extends @Nullable Object> Amended<T> clearable(String name, Function<String, T> reader) {
        known.add(name);
        if (!object.has(name)) {
            return now -> now;
        }
        T read = reader.apply(name);
        return _ -> read;
    }

    /// An absolute http or https URL that may be missing.
    @Nullable URI optionalUrl(String name) {
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

    @Nullable Instant optionalTime(String name) {
        String text = optionalText(name, 64);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            mistake(name, "is '" + text + "' but must be a UTC time such as 2026-12-31T00:00:00Z");
            return null;
        }
    }

    /// A list of texts that may be missing.
    @Nullable List<String> optionalTexts(String name) {
        JsonNode node = member(name);
        if (node == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        boolean fits = node.isArray();
        for (JsonNode item : node) {
            fits &= item.isString();
            texts.add(item.isString() ? item.stringValue() : "");
        }
        if (!fits) {
            mistake(name, "must be a list of texts");
            return null;
        }
        return List.copyOf(texts);
    }

    /// Texts by name; empty when missing.
    Map<String, String> texts(String name) {
        JsonNode node = member(name);
        Map<String, String> map = new LinkedHashMap<>();
        if (node == null) {
            return map;
        }
        boolean fits = node.isObject();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            fits &= entry.getValue().isString();
            map.put(entry.getKey(), entry.getValue().asString(""));
        }
        if (!fits) {
            mistake(name, "must be an object whose members are texts");
        }
        return map;
    }

    /// A list of objects, each to be read like this one; empty when missing.
    List<Fields> objects(String name) {
        JsonNode node = member(name);
        if (node == null) {
            return List.of();
        }
        List<Fields> objects = new ArrayList<>();
        boolean fits = node.isArray();
        for (JsonNode item : node) {
            fits &= item.isObject();
            objects.add(new Fields(item, place + "/" + name + "/" + objects.size(), mistakes));
        }
        if (!fits) {
            mistake(name, "must be a list of objects");
            return List.of();
        }
        inner.addAll(objects);
        return objects;
    }

    /// A whole number that must be there.
    long whole(String name, long least, long most) {
        JsonNode node = member(name);
        if (node != null && node.isIntegralNumber() && node.canConvertToLong()) {
            long value = node.longValue();
            if (value >= least && value <= most) {
                return value;
            }
        }
        mistake(name, "must be a whole number from " + least + " to " + most);
        return least;
    }

    /// Notes a mistake that only the endpoint can see.
    void mistake(String name, String message) {
        mistakes.add(new Problem.Mistake(place + "/" + name, message));
    }

    boolean failed(String name) {
        return mistakes.stream().anyMatch(m -> m.pointer().equals(place + "/" + name));
    }

    /// Ends the reading.
    ///
    /// @throws ProblemException with all mistakes, when there are any
    void done() {
        refuseUnknown();
        if (!mistakes.isEmpty()) {
            throw Problem.invalid(List.copyOf(mistakes));
        }
    }

    private void refuseUnknown() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                mistake(name, "is not known here; leave it out or check its spelling");
            }
        }
        inner.forEach(Fields::refuseUnknown);
    }

    private @Nullable JsonNode member(String name) {
        known.add(name);
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }
}
