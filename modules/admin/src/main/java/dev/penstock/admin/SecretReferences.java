// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the secrets that a file refers to in their places. Only the members that hold secrets may refer
/// to something: elsewhere `${` is text.
final class SecretReferences {

    private static final Pattern SECRET =
            Pattern.compile("/providers/[0-9]+/credentials/[0-9]+/secret|/owner/password");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final DeclarativeFile.References references;
    private final FileMistakes mistakes;

    SecretReferences(DeclarativeFile.References references, FileMistakes mistakes) {
        this.references = references;
        this.mistakes = mistakes;
    }

    /// Whether a text refers to a secret instead of being one.
    static boolean isReference(String text) {
        return text.startsWith("${") && text.endsWith("}");
    }

    FileNode resolve(FileNode node, String pointer) {
        return switch (node) {
            case FileNode.Text text -> text;
            case FileNode.Items list -> {
                List<FileNode> items = new ArrayList<>();
                for (FileNode item : list.items()) {
                    items.add(resolve(item, pointer + "/" + items.size()));
                }
                yield new FileNode.Items(List.copyOf(items), list.place());
            }
            case FileNode.Members mapping ->
                    new FileNode.Members(
                            mapping.members().stream().map(m -> member(m, pointer)).toList(),
                            mapping.place());
        };
    }

    private FileNode.Member member(FileNode.Member member, String pointer) {
        String at = FileMistakes.member(pointer, member.name());
        boolean holdsSecret = SECRET.matcher(at).matches();
        FileNode node =
                holdsSecret && member.node() instanceof FileNode.Text text && !text.empty()
                        ? secret(text, at)
                        : resolve(member.node(), at);
        return new FileNode.Member(member.name(), member.place(), node);
    }

    private FileNode secret(FileNode.Text text, String pointer) {
        Matcher reference = REFERENCE.matcher(text.value());
        if (!reference.matches()) {
            // Not repeated: it may be the secret itself.
            mistakes.add(
                    pointer,
                    text.place(),
                    "must be ${env:NAME} or ${file:PATH}; secrets are not written into the file");
            return text;
        }
        try {
            String value = references.value(reference.group(1), reference.group(2));
            if (value.isBlank()) {
                throw new IllegalArgumentException("is blank");
            }
            return new FileNode.Text(value, false, text.place());
        } catch (IllegalArgumentException e) {
            mistakes.add(pointer, text.place(), text.value() + " " + e.getMessage());
            return text;
        }
    }
}
