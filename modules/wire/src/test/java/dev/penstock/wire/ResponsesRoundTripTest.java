// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.ResponsesStreams.HELLO;
import static dev.penstock.wire.ResponsesStreams.IDENTITY;
import static dev.penstock.wire.ResponsesStreams.answering;
import static dev.penstock.wire.ResponsesStreams.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What our own server says, our own client understands, whole and streamed, however it is cut.
class ResponsesRoundTripTest {

    private static final int ROUNDS = 200;

    @Test
    void anyAnswerKeepsItsMeaning() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            List<ChatEvent> events = answer(random);
            ChatAnswer said = Splits.fold(events);
            String stream = written(answering(HELLO), events.toArray(ChatEvent[]::new));
            byte[] bytes = stream.getBytes(UTF_8);
            ChatAnswer streamed =
                    Splits.fold(
                            Splits.read(
                                    new ResponsesStreamReader(),
                                    bytes,
                                    Splits.pieces(random, bytes.length)));
            assertThat(meaning(streamed)).as("seed %d round %d", seed, i).isEqualTo(meaning(said));

            byte[] body = answering(HELLO).encode(said, IDENTITY);
            ChatAnswer plain =
                    Splits.fold(Splits.read(new ResponsesBodyReader(), body, List.of(body.length)));
            assertThat(meaning(plain)).as("seed %d round %d", seed, i).isEqualTo(meaning(said));
            assertThat(plain.usage()).isEqualTo(said.usage());
        }
    }

    private static List<ChatEvent> answer(Random random) {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Started("up", "m"));
        int calls = 0;
        for (int i = random.nextInt(5); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> events.add(new ChatEvent.ReasoningDelta("thought " + i));
                case 1 -> events.add(new ChatEvent.TextDelta("text 😀 " + i + "\n"));
                case 2 -> events.add(new ChatEvent.RefusalDelta("no " + i));
                default -> {
                    events.add(new ChatEvent.ToolCallStarted(calls, "call_" + calls, "tool"));
                    events.add(new ChatEvent.ToolCallDelta(calls, "{\"n\":"));
                    events.add(new ChatEvent.ToolCallDelta(calls, calls + "}"));
                    calls++;
                }
            }
        }
        boolean cut = random.nextBoolean();
        StopReason reason =
                cut ? StopReason.MAX_TOKENS : calls > 0 ? StopReason.TOOL_CALLS : StopReason.END;
        events.add(new ChatEvent.Finished(reason, null));
        events.add(
                new ChatEvent.UsageReported(
                        Usage.tokens(random.nextInt(100), random.nextInt(100))
                                .with(UsageClass.CACHE_READ, random.nextInt(9))
                                .with(UsageClass.REASONING, random.nextInt(9))));
        return events;
    }

    // Our own seals on reasoning are no proofs of OpenAI, but they are read as if they were.
    private static List<Object> meaning(ChatAnswer answer) {
        List<Object> all = new ArrayList<>();
        for (ContentPart part : answer.parts()) {
            all.add(part instanceof ContentPart.Reasoning thought ? thought.text() : part);
        }
        all.add(answer.stopReason());
        return all;
    }
}
