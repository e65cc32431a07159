// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.EventStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Events by script.
class ScriptedEvents implements EventStream {

    final AtomicInteger closings = new AtomicInteger();
    private final Iterator<Step<ChatEvent>> steps;
    private final Step.Closing closing = new Step.Closing();

    ScriptedEvents(List<Step<ChatEvent>> steps) {
        this.steps = steps.iterator();
    }

    @Override
    public ChatEvent next() {
        if (closing.closed() || !steps.hasNext()) {
            return null;
        }
        try {
            return steps.next().take(closing);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closings.incrementAndGet();
        closing.close();
    }
}
