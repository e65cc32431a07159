// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// A declarative file as text that was understood, before its members are: docs/reference/declarative-file.md.
/// Immutable.
public final class DeclarativeFile {

    /// The largest file.
    public static final int MOST_BYTES = 1 << 20;

    static final int DEEPEST = 16;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final FileNode root;

    private DeclarativeFile(FileNode root) {
        this.root = root;
    }

    /// The languages that a file may be written in.
    public enum Format {
        /// YAML 1.2 without anchors, aliases and tags.
        YAML,
        /// JSON (RFC 8259).
        JSON;

        /// The language of a file by its name: JSON when that ends in `.json`.
        public static Format of(String fileName) {
            return fileName.toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
        }
    }

    /// Tells what a reference such as `${env:NAME}` stands for.
    @FunctionalInterface
    public interface References {

        /// The value of a reference.
        ///
        /// @param source such as `env` or `file`
        /// @param name such as `NAME`
        /// @throws IllegalArgumentException with a message that goes on from the reference itself, such as
        ///     "is not set"
        String value(String source, String name);
    }

    /// Reads a file.
    ///
    /// @param bytes in UTF-8
    /// @param format of it
    /// @throws FileMistakesException when it is too large, not of the format, or uses what is not allowed
    public static DeclarativeFile read(byte[] bytes, Format format) {
        FileMistakes mistakes = new FileMistakes();
        FileNode.Place start = new FileNode.Place(1, 1);
        if (bytes.length > MOST_BYTES) {
            mistakes.add("", start, "is larger than " + MOST_BYTES + " bytes; split it");
            throw mistakes.failure();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            mistakes.add("", start, "is not UTF-8; save it in this encoding");
            throw mistakes.failure();
        }
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        FileNode root =
                switch (format) {
                    case YAML -> YamlReader.read(plain, mistakes);
                    case JSON -> JsonReader.read(plain, mistakes);
                };
        mistakes.done();
        return new DeclarativeFile(root);
    }

    /// The same file with every secret that it refers to.
    ///
    /// @param references asked for each
    /// @throws FileMistakesException when one has no value, or is written into the file itself
    public DeclarativeFile resolved(References references) {
        FileMistakes mistakes = new FileMistakes();
        FileNode whole = new SecretReferences(references, mistakes).resolve(root, "");
        mistakes.done();
        return new DeclarativeFile(whole);
    }

    /// The same file without a member of its top, as if it had never been written.
    public DeclarativeFile without(String member) {
        return root instanceof FileNode.Members top
                ? new DeclarativeFile(
                        new FileNode.Members(
                                top.members().stream()
                                        .filter(m -> !m.name().equals(member))
                                        .toList(),
                                top.place()))
                : this;
    }

    /// The file as JSON, with nothing but what it says.
    public byte[] json() {
        return MAPPER.writeValueAsBytes(tree(root));
    }

    /// A mistake that somebody else found, at its place in this file.
    ///
    /// @param pointer RFC 6901 pointer to the member; one that is not there is placed at what it would be
    ///     in
    public FileMistake placed(String pointer, String message) {
        FileNode.Place place = placeOf(pointer);
        return new FileMistake(pointer, place.line(), place.column(), message);
    }

    FileNode root() {
        return root;
    }

    FileNode.Place placeOf(String pointer) {
        FileNode node = root;
        FileNode.Place place = root.place();
        List<String> names = List.of(pointer.split("/", -1));
        for (String escaped : names.subList(1, names.size())) {
            String name = escaped.replace("~1", "/").replace("~0", "~");
            switch (node) {
                case FileNode.Text _ -> {
                    return place;
                }
                case FileNode.Items list -> {
                    if (!name.matches("[0-9]{1,6}")
                            || Integer.parseInt(name) >= list.items().size()) {
                        return place;
                    }
                    node = list.items().get(Integer.parseInt(name));
                    place = node.place();
                }
                case FileNode.Members mapping -> {
                    Optional<FileNode.Member> member =
                            mapping.members().stream()
                                    .filter(m -> m.name().equals(name))
                                    .findFirst();
                    if (member.isEmpty()) {
                        return place;
                    }
                    place = member.get().place();
                    node = member.get().node();
                }
            }
        }
        return place;
    }

    private static JsonNode tree(FileNode node) {
        return switch (node) {
            case FileNode.Text text -> scalar(text);
            case FileNode.Items list -> {
                ArrayNode array = MAPPER.createArrayNode();
                list.items().forEach(item -> array.add(tree(item)));
                yield array;
            }
            case FileNode.Members mapping -> {
                ObjectNode object = MAPPER.createObjectNode();
                mapping.members().forEach(m -> object.set(m.name(), tree(m.node())));
                yield object;
            }
        };
    }

    // A plain text is what it looks like; so that the other side sees the same, it stays so.
    private static JsonNode scalar(FileNode.Text text) {
        if (text.empty()) {
            return MAPPER.getNodeFactory().nullNode();
        }
        if (text.plain() && (text.value().equals("true") || text.value().equals("false"))) {
            return MAPPER.getNodeFactory().booleanNode(text.value().equals("true"));
        }
        if (text.plain() && text.value().length() < 40 && NUMBER.matcher(text.value()).matches()) {
            return MAPPER.getNodeFactory().rawValueNode(new RawValue(text.value()));
        }
        return MAPPER.getNodeFactory().stringNode(text.value());
    }
}
