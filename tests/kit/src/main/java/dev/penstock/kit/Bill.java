// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// What a simulated provider charges: a line per call it worked for, none for calls it refused.
///
/// The input of a call is charged when the answer begins, output as it is written, so a stream that
/// ends early costs its part. Safe for any number of threads.
public final class Bill {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<BilledCall> calls = new ArrayList<>();

    Bill() {}

    /// A copy of all lines until now, in the order in which the calls began.
    public List<BilledCall> calls() {
        lock.lock();
        try {
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    /// The only line.
    ///
    /// @throws AssertionError when there is none or more than one
    public BilledCall only() {
        List<BilledCall> all = calls();
        if (all.size() != 1) {
            throw new AssertionError("Expected exactly one billed call but there are " + all);
        }
        return all.getFirst();
    }

    /// The newest line.
    ///
    /// @throws AssertionError when there is none
    public BilledCall last() {
        List<BilledCall> all = calls();
        if (all.isEmpty()) {
            throw new AssertionError("Expected a billed call but there is none");
        }
        return all.getLast();
    }

    /// The sum of all lines.
    public Tokens total() {
        return calls().stream().map(BilledCall::tokens).reduce(Tokens.NONE, Tokens::plus);
    }

    /// Begins a line with the input; the handle stands for it.
    Line open(String requestId, String model, Tokens tokens, boolean streamed) {
        lock.lock();
        try {
            calls.add(new BilledCall(requestId, model, tokens.withOutput(0), streamed, false));
            return new Line(calls.size() - 1, tokens);
        } finally {
            lock.unlock();
        }
    }

    /// One line under way.
    final class Line {
        private final int number;
        private final Tokens whole;

        private Line(int number, Tokens whole) {
            this.number = number;
            this.whole = whole;
        }

        /// So many of so many pieces have been written.
        void written(int pieces, int of) {
            put(whole.withOutput(whole.output() * pieces / Math.max(of, 1)), false);
        }

        void complete() {
            put(whole, true);
        }

        private void put(Tokens tokens, boolean complete) {
            lock.lock();
            try {
                BilledCall old = calls.get(number);
                calls.set(
                        number,
                        new BilledCall(
                                old.requestId(), old.model(), tokens, old.streamed(), complete));
            } finally {
                lock.unlock();
            }
        }
    }
}
