// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Anthropic refuses in content blocks.
final class AnthropicBlockRules {
    private static final String ID = "^[a-zA-Z0-9_-]+$";
    private static final Map<String, Set<String>> KNOWN =
            Map.of(
                    "text", Set.of("type", "text", "cache_control", "citations"),
                    "image", Set.of("type", "source", "cache_control"),
                    "document",
                            Set.of(
                                    "type",
                                    "source",
                                    "title",
                                    "context",
                                    "citations",
                                    "cache_control"),
                    "tool_use", Set.of("type", "id", "name", "input", "caller", "cache_control"),
                    "tool_result",
                            Set.of("type", "tool_use_id", "content", "is_error", "cache_control"),
                    "thinking", Set.of("type", "thinking", "signature"),
                    "redacted_thinking", Set.of("type", "data"));
    private static final Set<String> ASSISTANT =
            Set.of("text", "tool_use", "thinking", "redacted_thinking", "document");
    private static final Set<String> USER = Set.of("text", "image", "document", "tool_result");
    private static final Map<String, byte[]> MAGIC =
            Map.of(
                    "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G'},
                    "image/jpeg", new byte[] {(byte) 0xff, (byte) 0xd8},
                    "image/gif", new byte[] {'G', 'I', 'F', '8'},
                    "image/webp", new byte[] {'R', 'I', 'F', 'F'});

    private AnthropicBlockRules() {}

    static void check(Inspected block, String role, AnthropicVersion version) {
        Set<String> allowed = role.equals("assistant") ? ASSISTANT : USER;
        String type = block.object().need("type").string().text();
        Set<String> known = KNOWN.get(type);
        if (known == null || !allowed.contains(type)) {
            throw block.wrong(
                    "Input tag '%s' found using 'type' does not match any of the expected tags: %s"
                            .formatted(type, allowed.stream().sorted().toList()));
        }
        members(block, type).only(known);
        switch (type) {
            case "text" -> {
                text(block, "messages");
                citations(block, role, version);
            }
            case "image" -> image(block);
            case "document" -> document(block, role, version);
            case "tool_use" -> toolUse(block);
            case "tool_result" -> toolResult(block, version);
            case "thinking" -> {
                block.need("thinking").string();
                block.need("signature").string();
            }
            default -> block.need("data").string();
        }
        block.optional("cache_control", AnthropicBlockRules::cacheControl);
    }

    /// Complaints about members of a block name its type on the way, as the provider's do.
    private static Inspected members(Inspected block, String type) {
        return new Inspected(block.node(), block.path() + "." + type, AnthropicComplaints.WORDS);
    }

    static void text(Inspected block, String where) {
        String text = block.need("text").string().text();
        if (text.isEmpty() && block.has("cache_control")) {
            throw block.wrong("cache_control cannot be set for empty text blocks");
        }
        if (text.isEmpty()) {
            throw AnthropicComplaints.bad(where + ": text content blocks must be non-empty");
        }
        if (text.isBlank()) {
            throw AnthropicComplaints.bad(
                    where + ": text content blocks must contain non-whitespace text");
        }
    }

    static void cacheControl(Inspected control) {
        control.object().only(Set.of("type", "ttl"));
        control.need("type").oneOf(List.of("ephemeral"));
        control.optional("ttl", ttl -> ttl.oneOf(List.of("5m", "1h")));
    }

    private static void citations(Inspected block, String role, AnthropicVersion version) {
        Inspected citations = block.get("citations");
        if (citations != null
                && version.strict()
                && role.equals("user")
                && !citations.node().isEmpty()) {
            throw citations.wrong("Extra inputs are not permitted");
        }
    }

    private static void document(Inspected block, String role, AnthropicVersion version) {
        if (role.equals("assistant") && version.strict()) {
            throw block.wrong("document blocks are not permitted in assistant messages");
        }
        block.need("source").object().need("type").string();
    }

    private static void image(Inspected block) {
        Inspected source = block.need("source").object();
        String type = source.need("type").oneOf(List.of("base64", "url", "file")).text();
        if (type.equals("url")) {
            source.only(Set.of("type", "url")).need("url").matches("https?://.+");
            return;
        }
        if (type.equals("file")) {
            source.only(Set.of("type", "file_id")).need("file_id").string();
            return;
        }
        source.only(Set.of("type", "media_type", "data"));
        String media =
                source.need("media_type").oneOf(MAGIC.keySet().stream().sorted().toList()).text();
        byte[] magic = MAGIC.getOrDefault(media, new byte[0]);
        byte[] image = decoded(source.need("data").string());
        for (int at = 0; at < magic.length; at++) {
            if (at >= image.length || image[at] != magic[at]) {
                throw AnthropicComplaints.bad(
                        "%s.image.source.base64.data: Image does not match the provided media type %s"
                                .formatted(block.path(), media));
            }
        }
    }

    private static byte[] decoded(Inspected data) {
        try {
            return Base64.getDecoder().decode(data.text());
        } catch (IllegalArgumentException notBase64) {
            throw data.wrong("invalid base64 data");
        }
    }

    private static void toolUse(Inspected block) {
        id(block, "id", "tool_use");
        block.need("name").string();
        block.need("input").object();
    }

    private static void toolResult(Inspected block, AnthropicVersion version) {
        id(block, "tool_use_id", "tool_result");
        block.optional("is_error", Inspected::bool);
        Inspected content = block.get("content");
        if (content != null && !content.isString()) {
            for (Inspected part : content.elements()) {
                String type = part.object().need("type").string().text();
                if (!Set.of("text", "image", "document").contains(type)) {
                    throw part.wrong("Input tag '" + type + "' is not allowed in tool results");
                }
                check(part, "user", version);
            }
        }
    }

    private static void id(Inspected block, String name, String type) {
        if (!block.need(name).string().text().matches(ID)) {
            throw AnthropicComplaints.bad(
                    "%s.%s.%s: String should match pattern '%s'"
                            .formatted(block.path(), type, name, ID));
        }
    }
}
