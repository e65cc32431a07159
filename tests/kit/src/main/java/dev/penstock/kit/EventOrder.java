// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The order that [ChatEvent] promises.
final class EventOrder {
    private EventOrder() {}

    static void check(List<ChatEvent> events) {
        assertThat(events)
                .as("an answer begins with Started and is Finished once: %s", events)
                .isNotEmpty()
                .first()
                .isInstanceOf(ChatEvent.Started.class);
        assertThat(of(events, ChatEvent.Started.class)).hasSize(1);
        assertThat(of(events, ChatEvent.Finished.class)).hasSize(1);
        int finish = events.indexOf(of(events, ChatEvent.Finished.class).getFirst());
        assertThat(events.subList(finish + 1, events.size()))
                .as("only usage may follow Finished")
                .allMatch(ChatEvent.UsageReported.class::isInstance);
        toolCalls(events);
    }

    private static void toolCalls(List<ChatEvent> events) {
        Set<String> ids = new HashSet<>();
        int started = 0;
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.ToolCallStarted call) {
                assertThat(call.index()).as("tool calls are counted densely").isEqualTo(started++);
                assertThat(ids.add(call.id())).as("tool call ids differ").isTrue();
            }
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                assertThat(delta.index())
                        .as("a tool call starts before its arguments")
                        .isNotNegative()
                        .isLessThan(started);
            }
        }
    }

    private static <T extends ChatEvent> List<T> of(List<ChatEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
