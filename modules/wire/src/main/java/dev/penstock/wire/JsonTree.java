// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small JSON value as a tree that may be changed: objects are maps, arrays lists, strings
/// strings; numbers, booleans and null stay as [JsonText]. For schemas, never for whole bodies.
final class JsonTree {

    private JsonTree() {}

    /// The tree of a value.
    static Object of(JsonText text) {
        try (JsonIn in = JsonIn.captured(text)) {
            return read(in);
        }
    }

    /// The text of a tree.
    static JsonText text(Object tree) {
        JsonOut out = new JsonOut();
        write(out, tree);
        return new JsonText(new String(out.bytes(), StandardCharsets.UTF_8));
    }

    /// A tree as an object, or null when it is something else.
    @SuppressWarnings("unchecked") // Maps in a tree have no other type.
    static @Nullable Map<String, Object> object(@Nullable Object tree) {
        return tree instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }

    /// The elements of an array, or none when the tree is something else.
    @SuppressWarnings("unchecked") // Lists in a tree have no other type.
    static List<Object> elements(@Nullable Object tree) {
        return tree instanceof List<?> list ? (List<Object>) list : List.of();
    }

    private static Object read(JsonIn in) {
        if (in.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                map.put(name, read(in));
            }
            return map;
        }
        if (in.isArray()) {
            List<Object> list = new ArrayList<>();
            in.array();
            while (in.element()) {
                list.add(read(in));
            }
            return list;
        }
        return in.isString() ? in.string() : in.raw();
    }

    private static void write(JsonOut out, Object tree) {
        switch (tree) {
            case Map<?, ?> map -> {
                out.object();
                writeMembers(out, map);
            }
            case List<?> list -> {
                out.array();
                writeElements(out, list);
            }
            case String s -> out.add(s);
            case JsonText t -> out.add(t);
            default -> throw unknown(tree);
        }
    }

    private static void writeMembers(JsonOut out, Map<?, ?> map) {
        map.forEach((key, value) -> {
            String name = (String) key;
            switch (value) {
                case Map<?, ?> inner -> {
                    out.object(name);
                    writeMembers(out, inner);
                }
                case List<?> list -> {
                    out.array(name);
                    writeElements(out, list);
                }
                case String s -> out.put(name, s);
                case JsonText t -> out.put(name, t);
                default -> throw unknown(value);
            }
        });
        out.end();
    }

    private static void writeElements(JsonOut out, List<?> list) {
        list.forEach(element -> write(out, element));
        out.end();
    }

    private static IllegalArgumentException unknown(Object tree) {
        return new IllegalArgumentException(
                "a tree holds a " + tree.getClass() + " but must hold maps, lists and texts");
    }
}
