// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.EventStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Feeds answers in pieces of every kind and demands that the pieces do not matter.
final class Splits {

    private static final int ROUNDS = 60;

    private Splits() {}

    /// The events of an answer, the same whole, byte by byte and in random pieces.
    static List<ChatEvent> events(Supplier<AnswerReader> readers, String answer) {
        byte[] bytes = answer.getBytes(UTF_8);
        List<ChatEvent> whole = read(readers.get(), bytes, List.of(bytes.length));
        assertThat(read(readers.get(), bytes, ones(bytes.length)))
                .as("fed one byte at a time")
                .isEqualTo(whole);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(read(readers.get(), bytes, pieces(random, bytes.length)))
                    .as("random pieces, seed %d, round %d", seed, i)
                    .isEqualTo(whole);
        }
        return whole;
    }

    /// The fold of an answer.
    static ChatAnswer fold(List<ChatEvent> events) {
        Iterator<ChatEvent> iterator = events.iterator();
        return ChatAnswer.fold(
                new EventStream() {
                    @Override
                    public ChatEvent next() {
                        return iterator.hasNext() ? iterator.next() : null;
                    }

                    @Override
                    public void close() {}
                });
    }

    static List<ChatEvent> read(AnswerReader reader, byte[] bytes, List<Integer> pieces) {
        List<ChatEvent> events = new ArrayList<>();
        int at = 0;
        for (int piece : pieces) {
            // A copy that is spoilt afterwards: whoever borrowed it too long is found out.
            byte[] copy = new byte[piece + 4];
            System.arraycopy(bytes, at, copy, 2, piece);
            events.addAll(reader.feed(copy, 2, piece));
            java.util.Arrays.fill(copy, (byte) 'X');
            at += piece;
        }
        events.addAll(reader.end());
        return events;
    }

    static List<Integer> ones(int length) {
        return java.util.Collections.nCopies(length, 1);
    }

    static List<Integer> pieces(Random random, int length) {
        List<Integer> pieces = new ArrayList<>();
        int largest = 1 + random.nextInt(random.nextBoolean() ? 8 : 400);
        for (int left = length; left > 0; ) {
            int piece = Math.min(left, random.nextInt(largest + 1));
            pieces.add(piece);
            left -= piece;
        }
        return pieces;
    }
}
