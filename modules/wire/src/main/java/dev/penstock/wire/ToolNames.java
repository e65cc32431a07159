// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.Message;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Names of tools that a provider accepts: those with other characters than `[A-Za-z0-9_-]`, or too
/// long, get a legal and unique one. Made for one request, which names a tool alike everywhere.
final class ToolNames {

    private static final int DIGITS = 8;

    private final int longest;
    private final boolean letterFirst;
    private final Map<String, String> sent = new HashMap<>();
    private final Map<String, String> originals = new HashMap<>();

    private ToolNames(int longest, boolean letterFirst) {
        this.longest = longest;
        this.letterFirst = letterFirst;
    }

    /// The names of a request: of its tools, its choice and its history.
    ///
    /// @param longest the most characters that the provider allows
    static ToolNames of(ChatRequest request, int longest) {
        return of(request, new ToolNames(longest, false));
    }

    /// The names of a request to a provider that wants them to begin with a letter or `_`.
    static ToolNames beginningWithLetter(ChatRequest request, int longest) {
        return of(request, new ToolNames(longest, true));
    }

    private static ToolNames of(ChatRequest request, ToolNames names) {
        Set<String> all = namesIn(request);
        Set<String> taken = new HashSet<>();
        all.stream().filter(names::legal).forEach(taken::add);
        for (String name : all) {
            if (!names.legal(name)) {
                String made = names.legalised(name, taken);
                taken.add(made);
                names.sent.put(name, made);
                names.originals.put(made, name);
            }
        }
        return names;
    }

    /// The name to send for a tool.
    String sent(String name) {
        return sent.getOrDefault(name, name);
    }

    /// The caller's names by the names sent, where they differ.
    Map<String, String> originals() {
        return originals;
    }

    private static Set<String> namesIn(ChatRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (ToolDefinition tool : request.tools()) {
            names.add(tool.name());
        }
        if (request.toolChoice() instanceof ToolChoice.Named named) {
            names.add(named.name());
        }
        for (Message message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolCall call) {
                    names.add(call.name());
                }
            }
        }
        return names;
    }

    private boolean legal(String name) {
        return name.length() <= longest
                && name.chars().allMatch(ToolNames::legal)
                && (!letterFirst || begins(name));
    }

    private static boolean begins(String name) {
        char first = name.charAt(0);
        return first != '-' && !Character.isDigit(first);
    }

    private static boolean legal(int c) {
        return c == '_' || c == '-' || (c < 128 && Character.isLetterOrDigit(c));
    }

    // The same name gives the same result in every turn, so prompt caches stay warm: only a clash
    // adds a count.
    private String legalised(String name, Set<String> taken) {
        StringBuilder made = new StringBuilder(letterFirst && !begins(name) ? "_" : "");
        name.codePoints().forEach(c -> made.append(legal(c) ? (char) c : '_'));
        if (made.length() > longest) {
            made.setLength(longest - DIGITS - 1);
            made.append('_').append("%08x".formatted(name.hashCode()));
        }
        String candidate = made.toString();
        for (int i = 2; taken.contains(candidate); i++) {
            String suffix = "_" + i;
            int room = Math.min(made.length(), longest - suffix.length());
            candidate = made.substring(0, room) + suffix;
        }
        return candidate;
    }

    /// Gives tools their caller's names back.
    record Restoring(AnswerReader reader, Map<String, String> originals) implements AnswerReader {

        @Override
        public List<ChatEvent> feed(byte[] bytes, int offset, int length) {
            return restored(reader.feed(bytes, offset, length));
        }

        @Override
        public List<ChatEvent> end() {
            return restored(reader.end());
        }

        private List<ChatEvent> restored(List<ChatEvent> events) {
            return events.stream().map(this::restored).toList();
        }

        private ChatEvent restored(ChatEvent event) {
            if (event instanceof ChatEvent.ToolCallStarted call) {
                String original = originals.get(call.name());
                if (original != null) {
                    return new ChatEvent.ToolCallStarted(call.index(), call.id(), original);
                }
            }
            return event;
        }
    }
}
