// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.StopReason;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Events of a provider, handed out when a test says so.
final class ScriptedEvents implements EventStream {

    final Gate closed = new Gate();
    private final BlockingQueue<Optional<ChatEvent>> steps = new LinkedBlockingQueue<>();

    static ScriptedEvents started() {
        return new ScriptedEvents().send(new ChatEvent.Started("upstream-1", "acme-large"));
    }

    ScriptedEvents send(ChatEvent event) {
        steps.add(Optional.of(event));
        return this;
    }

    ScriptedEvents text(String text) {
        return send(new ChatEvent.TextDelta(text));
    }

    ScriptedEvents finish() {
        send(new ChatEvent.Finished(StopReason.END, null));
        steps.add(Optional.empty());
        return this;
    }

    @Override
    public @Nullable ChatEvent next() {
        try {
            Optional<ChatEvent> step = steps.poll(20, TimeUnit.SECONDS);
            if (step == null) {
                throw new AssertionError("the script has no further step");
            }
            return step.orElse(null);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted outside of the provider's wait", e);
        }
    }

    @Override
    public void close() {
        closed.open();
        steps.add(Optional.empty());
    }
}
