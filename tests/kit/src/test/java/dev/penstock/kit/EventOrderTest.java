// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventOrderTest {
    private static final ChatEvent STARTED = new ChatEvent.Started("1", "m");
    private static final ChatEvent TEXT = new ChatEvent.TextDelta("x");
    private static final ChatEvent USAGE = new ChatEvent.UsageReported(Usage.tokens(1, 1));
    private static final ChatEvent FINISHED = new ChatEvent.Finished(StopReason.END, null);

    private static ChatEvent call(int index, String id) {
        return new ChatEvent.ToolCallStarted(index, id, "f");
    }

    private static void accepts(ChatEvent... events) {
        assertThatCode(() -> EventOrder.check(List.of(events))).doesNotThrowAnyException();
    }

    private static void refuses(ChatEvent... events) {
        assertThatThrownBy(() -> EventOrder.check(List.of(events)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void wholeAnswersAreAccepted() {
        accepts(STARTED, TEXT, FINISHED);
        accepts(STARTED, USAGE, TEXT, FINISHED, USAGE);
        accepts(
                STARTED,
                call(0, "a"),
                call(1, "b"),
                new ChatEvent.ToolCallDelta(0, "{}"),
                FINISHED);
    }

    @Test
    void beginningAndEndMustStandOnce() {
        refuses();
        refuses(TEXT, FINISHED);
        refuses(STARTED, TEXT);
        refuses(STARTED, STARTED, FINISHED);
        refuses(STARTED, FINISHED, FINISHED);
    }

    @Test
    void nothingButUsageFollowsTheEnd() {
        refuses(STARTED, FINISHED, TEXT);
    }

    @Test
    void toolCallsAreDenseDistinctAndStartedFirst() {
        refuses(STARTED, call(1, "a"), FINISHED);
        refuses(STARTED, call(0, "a"), call(1, "a"), FINISHED);
        refuses(STARTED, new ChatEvent.ToolCallDelta(0, "{}"), FINISHED);
    }
}
