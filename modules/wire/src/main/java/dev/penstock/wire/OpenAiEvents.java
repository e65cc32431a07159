// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.FailureException;
import java.util.Arrays;

/// Small questions to the event that a parser stands on.
final class OpenAiEvents {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private OpenAiEvents() {}

    static boolean isEmpty(SseIn sse) {
        for (int i = 0; i < sse.length(); i++) {
            if (sse.array()[sse.offset() + i] > ' ' || sse.array()[sse.offset() + i] < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isDone(SseIn sse) {
        int from = sse.offset();
        int to = from + sse.length();
        while (to > from && sse.array()[to - 1] == ' ') {
            to--;
        }
        return Arrays.equals(sse.array(), from, to, DONE, 0, DONE.length);
    }

    static FailureException failure(SseIn sse) {
        OpenAiFault fault = OpenAiFault.of(sse.array(), sse.offset(), sse.length());
        return new FailureException(fault.failure());
    }
}
