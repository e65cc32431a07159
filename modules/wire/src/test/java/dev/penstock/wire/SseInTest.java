// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.inference.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseInTest {

    private record Event(String name, String data) {}

    private static List<Event> read(byte[] bytes, List<Integer> pieces) {
        SseIn sse = new SseIn(1_000);
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int piece : pieces) {
            byte[] copy = java.util.Arrays.copyOfRange(bytes, from, from + piece);
            for (int at = 0; at < piece; ) {
                at = sse.take(copy, at, piece);
                if (sse.complete()) {
                    events.add(event(sse));
                }
            }
            java.util.Arrays.fill(copy, (byte) '!');
            from += piece;
        }
        if (sse.end()) {
            events.add(event(sse));
        }
        return events;
    }

    private static Event event(SseIn sse) {
        return new Event(sse.name(), new String(sse.array(), sse.offset(), sse.length(), UTF_8));
    }

    private static List<Event> read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        List<Event> whole = read(bytes, List.of(bytes.length));
        assertThat(read(bytes, Splits.ones(bytes.length))).isEqualTo(whole);
        for (int i = 0; i <= bytes.length; i++) {
            assertThat(read(bytes, List.of(i, bytes.length - i)))
                    .as("cut at %d", i)
                    .isEqualTo(whole);
        }
        return whole;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    @DisplayName("T18: lines end in LF, CR or CRLF")
    void lineEndsAreAlike(String end) {
        assertThat(read("event: a\ndata: 1\n\ndata: 2\n\n".replace("\n", end)))
                .containsExactly(new Event("a", "1"), new Event("", "2"));
    }

    @Test
    @DisplayName("T18: several data lines are one text")
    void dataLinesAreJoined() {
        assertThat(read("data: a\ndata\ndata:  b\ndata:c\n\n"))
                .containsExactly(new Event("", "a\n\n b\nc"));
    }

    @Test
    @DisplayName("T18: comments, ids and unknown fields are passed over")
    void commentsAreNoEvents() {
        assertThat(read(": ping\n\nid: 7\nretry: 3\ndataset: x\n:\ndata:1\n\n\n\n: end\n\n"))
                .containsExactly(new Event("", "1"));
    }

    @Test
    @DisplayName("T18: the last event counts without its empty line")
    void lastEventMayBeUnterminated() {
        assertThat(read("data: 1\n\ndata: 2")).hasSize(2);
        assertThat(read("data: 1\n\ndata: 2\n")).hasSize(2);
        assertThat(read("data: 1\n\ndata: 2\r")).hasSize(2);
        assertThat(read("data: 1\n\nevent: x")).hasSize(1);
        assertThat(read("")).isEmpty();
    }

    @Test
    void nameBelongsToItsEventOnly() {
        assertThat(read("event: a\n\ndata: 1\n\nevent: b\ndata: 2\n\ndata: 3\n\n"))
                .containsExactly(new Event("", "1"), new Event("b", "2"), new Event("", "3"));
    }

    @Test
    void byteOrderMarkIsIgnoredAtTheBeginningOnly() {
        assertThat(read("\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n")).containsExactly(new Event("", "1"));
    }

    @Test
    @DisplayName("T17: characters of several bytes survive any split")
    void charactersAreNotBroken() {
        assertThat(read("event: ü\ndata: 漢字😀é\n\n")).containsExactly(new Event("ü", "漢字😀é"));
    }

    @Test
    void randomStreamsReadAlikeInRandomPieces() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] words = {
            "data",
            ":",
            " ",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "event",
            "x",
            "é",
            "😀",
            "\uFEFF",
            "data: y\n"
        };
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            assertThat(read(bytes, Splits.pieces(random, bytes.length)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(read(bytes, List.of(bytes.length)));
        }
    }

    @Test
    void boundaryIsBetweenWholeEvents() {
        SseIn sse = new SseIn(100);
        assertThat(sse.boundary()).isTrue();
        for (String part : new String[] {"data: 1", "\n", ": x"}) {
            sse.take(part.getBytes(UTF_8), 0, part.length());
            assertThat(sse.boundary()).as(part).isFalse();
        }
        sse.take("\n\n".getBytes(UTF_8), 0, 2);
        assertThat(sse.boundary()).isTrue();
    }

    @Test
    void takingStopsBehindEveryEmptyLine() {
        byte[] bytes = ": a\n\ndata: 1\n\r\nx".getBytes(UTF_8);
        SseIn sse = new SseIn(100);
        assertThat(sse.take(bytes, 0, bytes.length)).isEqualTo(5);
        assertThat(sse.complete()).isFalse();
        assertThat(sse.take(bytes, 5, bytes.length)).isEqualTo(15);
        assertThat(sse.complete()).isTrue();
        assertThat(sse.take(bytes, 15, bytes.length)).isEqualTo(16);
        assertThat(sse.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", "x", "data: 1\ndata: "})
    void endlessLineIsRefused(String begin) {
        SseIn sse = new SseIn(1_000);
        byte[] first = begin.getBytes(UTF_8);
        sse.take(first, 0, first.length);
        byte[] more = "y".repeat(100).getBytes(UTF_8);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 11; i++) {
                        sse.take(more, 0, more.length);
                    }
                })
                .withMessageContaining("larger than 1000 bytes");
    }

    @Test
    void endlessDataLinesAreRefused() {
        SseIn sse = new SseIn(1_000);
        byte[] line = "data: 12345\n".getBytes(UTF_8);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        sse.take(line, 0, line.length);
                    }
                });
    }
}
