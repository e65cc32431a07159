// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {

    private static final class Listed implements EventStream {
        private final Deque<ChatEvent> events;
        private boolean closed;

        Listed(ChatEvent... events) {
            this.events = new ArrayDeque<>(List.of(events));
        }

        @Override
        public @Nullable ChatEvent next() {
            return events.poll();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void deltasBecomeParts() {
        ChatAnswer answer =
                ChatAnswer.fold(
                        new Listed(
                                new ChatEvent.Started("id-1", "m"),
                                new ChatEvent.ReasoningDelta("hm"),
                                new ChatEvent.ReasoningDelta("m"),
                                new ChatEvent.ReasoningSigned("sig"),
                                new ChatEvent.TextDelta("He"),
                                new ChatEvent.TextDelta("llo"),
                                new ChatEvent.ToolCallStarted(0, "c0", "f"),
                                new ChatEvent.ToolCallStarted(1, "c1", "g"),
                                new ChatEvent.ToolCallDelta(1, "{\"b\":"),
                                new ChatEvent.ToolCallDelta(0, "{}"),
                                new ChatEvent.ToolCallDelta(1, "2}"),
                                new ChatEvent.Finished(StopReason.TOOL_CALLS, null),
                                new ChatEvent.UsageReported(Usage.tokens(1, 2))));

        assertThat(answer.id()).isEqualTo("id-1");
        assertThat(answer.parts())
                .containsExactly(
                        new ContentPart.Reasoning("hmm", "sig"),
                        new ContentPart.Text("Hello"),
                        new ContentPart.ToolCall("c0", "f", "{}"),
                        new ContentPart.ToolCall("c1", "g", "{\"b\":2}"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(answer.usage()).isEqualTo(Usage.tokens(1, 2));
    }

    @Test
    void lastUsageCounts() {
        ChatAnswer answer =
                ChatAnswer.fold(
                        new Listed(
                                new ChatEvent.UsageReported(Usage.tokens(5, 1)),
                                new ChatEvent.UsageReported(Usage.tokens(5, 9)),
                                new ChatEvent.Finished(StopReason.END, null)));

        assertThat(answer.usage()).isEqualTo(Usage.tokens(5, 9));
    }

    @Test
    void thinkingAfterASignatureIsAnotherPart() {
        ChatAnswer answer =
                ChatAnswer.fold(
                        new Listed(
                                new ChatEvent.ReasoningDelta("one"),
                                new ChatEvent.ReasoningSigned("s1"),
                                new ChatEvent.ReasoningDelta("two"),
                                new ChatEvent.ReasoningSigned("s2"),
                                new ChatEvent.Finished(StopReason.END, null)));

        assertThat(answer.parts())
                .containsExactly(
                        new ContentPart.Reasoning("one", "s1"),
                        new ContentPart.Reasoning("two", "s2"));
    }

    @Test
    void answerWithoutFinishIsTruncatedAndItsStreamClosed() {
        Listed stream = new Listed(new ChatEvent.TextDelta("half"));

        assertThatThrownBy(() -> ChatAnswer.fold(stream))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().code()).isEqualTo("upstream_truncated"));
        assertThat(stream.closed).isTrue();
    }

    @Test
    void onlyEventsWithSomethingOfTheAnswerAreContent() {
        assertThat(new ChatEvent.Started("", "").content()).isFalse();
        assertThat(new ChatEvent.TextDelta("").content()).isFalse();
        assertThat(new ChatEvent.UsageReported(Usage.none()).content()).isFalse();
        assertThat(new ChatEvent.TextDelta("x").content()).isTrue();
        assertThat(new ChatEvent.ToolCallStarted(0, "c", "f").content()).isTrue();
        assertThat(new ChatEvent.Finished(StopReason.END, null).content()).isTrue();
    }
}
