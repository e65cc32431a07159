// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Tells the tool calls of an answer apart. Servers number them from anywhere or always with 0, give
/// ids and names once, always or never; what comes out is numbered densely and begins with both.
final class OpenAiToolCalls {

    // Beyond it arguments are not looked at again, so that time stays linear.
    private static final int LOOKED_AT = 64 * 1024;

    private final RandomGenerator random;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Long, Slot> byIndex = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private int started;

    /// @param random makes ids where the server gives none
    OpenAiToolCalls(RandomGenerator random) {
        this.random = random;
    }

    private static final class Slot {
        private String source = "";
        private String name = "";
        private int index = -1;
        private final StringBuilder arguments = new StringBuilder();

        boolean known() {
            return index >= 0;
        }
    }

    /// Whether any call was begun.
    boolean any() {
        return !slots.isEmpty();
    }

    /// Takes a piece of a call.
    ///
    /// @param events receives what became known by it
    void take(OpenAiChoice.Call call, List<ChatEvent> events) {
        Slot slot = find(call);
        if (slot == null) {
            slot = new Slot();
            slots.add(slot);
        }
        if (call.index() != null) {
            byIndex.put(call.index(), slot);
        }
        slot.source = slot.source.isEmpty() ? call.id() : slot.source;
        slot.name = slot.name.isBlank() ? call.name() : slot.name;
        if (slot.known()) {
            fragment(slot, call.arguments(), events);
            remember(slot, call.arguments());
        } else {
            remember(slot, call.arguments());
            if (!slot.name.isBlank()) {
                start(slot, events);
                fragment(slot, slot.arguments.toString(), events);
            }
        }
    }

    private static void fragment(Slot slot, String fragment, List<ChatEvent> events) {
        if (!fragment.isEmpty()) {
            events.add(new ChatEvent.ToolCallDelta(slot.index, fragment));
        }
    }

    private static void remember(Slot slot, String fragment) {
        if (slot.known() && slot.arguments.length() > LOOKED_AT) {
            return;
        }
        slot.arguments.append(fragment);
        if (slot.arguments.length() > AnswerReader.MAX_EVENT) {
            throw nameless();
        }
    }

    /// Demands that every call is known.
    ///
    /// @throws FailureException MALFORMED when one never got a name
    void end() {
        for (Slot slot : slots) {
            if (!slot.known()) {
                throw nameless();
            }
        }
    }

    private static FailureException nameless() {
        return new FailureException(
                new Failure.Provider(
                        Failure.ProviderKind.MALFORMED,
                        "the provider sent a tool call without a name"));
    }

    private void start(Slot slot, List<ChatEvent> events) {
        // Two calls under one id could not be answered apart.
        String id = slot.source;
        if (id.isBlank() || !ids.add(id)) {
            id = "call_%016x%08x".formatted(random.nextLong(), random.nextInt());
            ids.add(id);
        }
        slot.index = started++;
        events.add(new ChatEvent.ToolCallStarted(slot.index, id, slot.name));
    }

    private @Nullable Slot find(OpenAiChoice.Call call) {
        Slot slot;
        if (call.index() != null) {
            slot = byIndex.get(call.index());
        } else {
            slot = unnumbered(call);
        }
        return slot == null || another(slot, call) ? null : slot;
    }

    private @Nullable Slot unnumbered(OpenAiChoice.Call call) {
        if (!call.id().isEmpty()) {
            for (Slot slot : slots) {
                if (slot.source.equals(call.id())) {
                    return slot;
                }
            }
        }
        return slots.isEmpty() ? null : slots.getLast();
    }

    // Whether a piece that bears the number of a known call begins another one.
    private static boolean another(Slot slot, OpenAiChoice.Call call) {
        if (call.name().isEmpty() || slot.name.isBlank()) {
            return false;
        }
        if (!call.id().isEmpty() && !slot.source.isEmpty()) {
            return !call.id().equals(slot.source);
        }
        // The same name again, without ids: a repetition while arguments grow, or the next call
        // when
        // the arguments so far are whole.
        return !call.name().equals(slot.name)
                || (!call.arguments().isEmpty() && whole(slot.arguments));
    }

    private static boolean whole(StringBuilder arguments) {
        int length = arguments.length();
        if (length == 0 || length > LOOKED_AT || arguments.charAt(length - 1) != '}') {
            return false;
        }
        try (JsonIn in = JsonIn.captured(new JsonText(arguments.toString()))) {
            in.skip();
            in.end();
            return true;
        } catch (FailureException _) {
            return false;
        }
    }
}
