// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.UpstreamAttempt;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The smallest provider that keeps every promise; with the option `stalls` it waits before its text.
public final class WordsFactory implements ProviderFactory {
    /// For the service loader.
    public WordsFactory() {}

    @Override
    public String type() {
        return "words";
    }

    @Override
    public String displayName() {
        return "Words";
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        boolean stalls = settings.options().containsKey("stalls");
        if (settings.options().containsKey("wrong")) {
            throw new IllegalArgumentException("option 'wrong' is set but must not be");
        }
        return new Words(stalls);
    }

    private record Words(boolean stalls) implements Provider {
        @Override
        public Set<WireFormat> formats(String model) {
            return Set.of();
        }

        @Override
        public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
            return ChatReply.of(new WordStream(stalls));
        }

        @Override
        public List<String> models() {
            return List.of("words");
        }

        @Override
        public void close() {}

        /// Two providers are never the same, whatever their settings.
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static final class WordStream implements EventStream {
        private final boolean stalls;
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Iterator<ChatEvent> events =
                List.<ChatEvent>of(
                                new ChatEvent.Started("w", "words"),
                                new ChatEvent.TextDelta("Hello"),
                                new ChatEvent.Finished(StopReason.END, null),
                                new ChatEvent.UsageReported(Usage.tokens(3, 1)))
                        .iterator();

        WordStream(boolean stalls) {
            this.stalls = stalls;
        }

        @Override
        public ChatEvent next() {
            if (!events.hasNext() || closed.getCount() == 0) {
                return null;
            }
            ChatEvent event = events.next();
            return stalls && event.content() && closedWhileWaiting() ? null : event;
        }

        private boolean closedWhileWaiting() {
            try {
                return closed.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new FailureException(
                        new Failure.Provider(
                                Failure.ProviderKind.TRUNCATED, "waiting was interrupted"));
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
