// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What Anthropic refuses in `messages`.
final class AnthropicMessageRules {
    private AnthropicMessageRules() {}

    static void check(
            Inspected messages, Inspected body, SimulatedModel model, AnthropicVersion version) {
        List<Inspected> all = messages.elements();
        if (all.isEmpty()) {
            throw AnthropicComplaints.bad("messages: at least one message is required");
        }
        for (Inspected message : all) {
            message(message, message == all.getLast(), version);
        }
        if (!role(all.getFirst()).equals("user")) {
            throw AnthropicComplaints.bad("messages: first message must use the \"user\" role");
        }
        toolTurns(merged(all));
        tools(all, body);
        prefill(all.getLast(), model);
    }

    private static void message(Inspected message, boolean last, AnthropicVersion version) {
        message.object().only(Set.of("role", "content"));
        String role = message.need("role").oneOf(List.of("user", "assistant")).text();
        Inspected content = message.need("content");
        boolean mayBeEmpty = last && role.equals("assistant");
        boolean empty =
                content.isString() ? content.text().isEmpty() : content.array().node().isEmpty();
        if (empty && !mayBeEmpty) {
            throw message.wrong(
                    "all messages must have non-empty content except for the optional final assistant message");
        }
        if (content.isString()) {
            return;
        }
        content.elements().forEach(block -> AnthropicBlockRules.check(block, role, version));
    }

    /// Blocks per turn; messages of the same role in a row are one turn.
    private record Turn(String path, String role, List<JsonNode> blocks) {}

    private static List<Turn> merged(List<Inspected> messages) {
        List<Turn> turns = new ArrayList<>();
        for (Inspected message : messages) {
            if (turns.isEmpty() || !turns.getLast().role().equals(role(message))) {
                turns.add(new Turn(message.path(), role(message), new ArrayList<>()));
            }
            JsonNode content = message.need("content").node();
            if (content.isArray()) {
                content.forEach(turns.getLast().blocks()::add);
            } else {
                turns.getLast().blocks().add(Json.object().put("type", "text"));
            }
        }
        return turns;
    }

    private static void toolTurns(List<Turn> turns) {
        Set<String> open = new LinkedHashSet<>();
        String asked = "";
        for (Turn turn : turns) {
            Set<String> answered = new LinkedHashSet<>();
            boolean textSeen = false;
            for (JsonNode block : turn.blocks()) {
                if (!type(block).equals("tool_result")) {
                    textSeen = true;
                    continue;
                }
                String id = block.path("tool_use_id").asString("");
                if (!open.contains(id) || !answered.add(id)) {
                    throw AnthropicComplaints.bad(
                            "%s: unexpected `tool_use_id` found in `tool_result` blocks: %s. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
                                    .formatted(turn.path(), id));
                }
                if (textSeen) {
                    throw unanswered(asked, Set.of(id));
                }
            }
            open.removeAll(answered);
            if (!open.isEmpty()) {
                throw unanswered(asked, open);
            }
            toolUses(turn).forEach(open::add);
            asked = turn.path();
        }
        if (!open.isEmpty()) {
            throw unanswered(asked, open);
        }
    }

    private static Refusal unanswered(String path, Set<String> ids) {
        return AnthropicComplaints.bad(
                "%s: `tool_use` ids were found without `tool_result` blocks immediately after: %s. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
                        .formatted(path, String.join(", ", ids)));
    }

    private static Stream<String> toolUses(Turn turn) {
        return turn.blocks().stream()
                .filter(block -> type(block).equals("tool_use"))
                .map(block -> block.path("id").asString(""));
    }

    private static void tools(List<Inspected> messages, Inspected body) {
        boolean used =
                merged(messages).stream().anyMatch(turn -> toolUses(turn).findAny().isPresent());
        if (used && body.node().path("tools").isEmpty()) {
            throw AnthropicComplaints.bad(
                    "Requests which include `tool_use` or `tool_result` blocks must define tools");
        }
    }

    private static void prefill(Inspected last, SimulatedModel model) {
        if (!role(last).equals("assistant")) {
            return;
        }
        if (!model.has(ModelTrait.PREFILL)) {
            throw AnthropicComplaints.bad(
                    "This model does not support assistant message prefill. The conversation must end with a user message.");
        }
        JsonNode content = last.need("content").node();
        String text =
                content.isString()
                        ? content.asString()
                        : content.path(content.size() - 1).path("text").asString("");
        if (!text.equals(text.stripTrailing())) {
            throw AnthropicComplaints.bad(
                    "messages: final assistant content cannot end with trailing whitespace");
        }
    }

    private static String role(Inspected message) {
        return message.need("role").text();
    }

    private static String type(JsonNode block) {
        return block.path("type").asString("");
    }
}
