// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.EmbeddingReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.UpstreamAttempt;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Makes providers that answer by script. A script belongs to a provider's uid; without one a
/// provider is unreachable.
final class FakeProviderFactory implements ProviderFactory {

    private final String type;
    private final Map<String, Queue<Supplier<Object>>> scripts = new ConcurrentHashMap<>();
    private final Map<String, Supplier<List<String>>> models = new ConcurrentHashMap<>();
    final List<FakeProvider> made = new CopyOnWriteArrayList<>();
    final List<ScriptedEvents> events = new CopyOnWriteArrayList<>();
    final List<ScriptedRelay> relays = new CopyOnWriteArrayList<>();
    final List<String> wrongs = new CopyOnWriteArrayList<>();
    volatile Set<WireFormat> formats = Set.of(WireFormat.OPENAI_CHAT);
    volatile Set<Task> tasks = Set.of(Task.CHAT);

    /// Runs at each making; to make it fail, let it throw.
    volatile Runnable whenMade = () -> {};

    volatile Runnable whenCalled = () -> {};
    volatile boolean needsCredential;

    FakeProviderFactory() {
        this("fake");
    }

    FakeProviderFactory(String type) {
        this.type = type;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only copied.
    final void answersEvents(String uid, Step<ChatEvent>... steps) {
        List<Step<ChatEvent>> given = List.of(steps);
        script(
                uid,
                () -> {
                    ScriptedEvents stream = new ScriptedEvents(given);
                    events.add(stream);
                    return stream;
                });
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only copied.
    final void answersBytes(String uid, Step<Step.Piece>... steps) {
        List<Step<Step.Piece>> given = List.of(steps);
        script(
                uid,
                () -> {
                    ScriptedRelay stream = new ScriptedRelay(given);
                    relays.add(stream);
                    return stream;
                });
    }

    void refuses(String uid, Failure failure) {
        throwsAtOnce(uid, () -> new FailureException(failure));
    }

    void throwsAtOnce(String uid, Supplier<? extends RuntimeException> thrown) {
        script(
                uid,
                () -> {
                    throw thrown.get();
                });
    }

    void script(String uid, Supplier<Object> answer) {
        scripts.computeIfAbsent(uid, _ -> new ConcurrentLinkedQueue<>()).add(answer);
    }

    void offers(String uid, Supplier<List<String>> list) {
        models.put(uid, list);
    }

    void offers(String uid, String... names) {
        models.put(uid, () -> List.of(names));
    }

    /// Streams that were handed out, and how often each was closed.
    List<Integer> closings() {
        return java.util.stream.Stream.concat(
                        events.stream().map(e -> e.closings.get()),
                        relays.stream().map(r -> r.closings.get()))
                .toList();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String displayName() {
        return "Fake";
    }

    @Override
    public boolean needsCredential() {
        return needsCredential;
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        whenMade.run();
        FakeProvider provider = new FakeProvider(settings);
        made.add(provider);
        return provider;
    }

    /// An answer that depends on the lane.
    interface ByLane {
        Object answer(boolean relayed);
    }

    final class FakeProvider implements Provider {
        final ProviderSettings settings;
        final List<String> calledModels = new CopyOnWriteArrayList<>();
        final List<UpstreamAttempt> attempts = new CopyOnWriteArrayList<>();
        final AtomicInteger listings = new AtomicInteger();
        final AtomicInteger closings = new AtomicInteger();

        FakeProvider(ProviderSettings settings) {
            this.settings = settings;
        }

        @Override
        public Set<WireFormat> formats(String model) {
            noteUse();
            return formats;
        }

        @Override
        public ChatReply chat(ChatRequest request, UpstreamAttempt attempt) {
            Object answer = answer(request.model(), attempt, false);
            return answer instanceof ChatReply whole
                    ? whole
                    : ChatReply.of((ScriptedEvents) answer);
        }

        @Override
        public Set<Task> tasks(String model) {
            noteUse();
            return tasks;
        }

        @Override
        public EmbeddingReply embed(EmbeddingRequest request, UpstreamAttempt attempt) {
            return (EmbeddingReply) answer(request.model(), attempt, false);
        }

        @Override
        public long countTokens(ChatRequest conversation, UpstreamAttempt attempt) {
            return (Long) answer(conversation.model(), attempt, false);
        }

        @Override
        public RelayStream relay(RawRequest request, String model, UpstreamAttempt attempt) {
            return (RelayStream) answer(model, attempt, true);
        }

        @Override
        public List<String> models() {
            noteUse();
            listings.incrementAndGet();
            Supplier<List<String>> list = models.get(settings.uid());
            if (list == null) {
                throw unreachable();
            }
            return list.get();
        }

        @Override
        public void close() {
            closings.incrementAndGet();
        }

        private Object answer(String model, UpstreamAttempt attempt, boolean relayed) {
            noteUse();
            calledModels.add(model);
            attempts.add(attempt);
            whenCalled.run();
            Supplier<Object> script =
                    scripts.getOrDefault(settings.uid(), new ArrayDeque<>()).poll();
            if (script == null) {
                throw unreachable();
            }
            Object answer = script.get();
            return answer instanceof ByLane lanes ? lanes.answer(relayed) : answer;
        }

        private FailureException unreachable() {
            return new FailureException(
                    new Failure.Provider(
                            Failure.ProviderKind.UNREACHABLE, "the provider is out of reach"));
        }

        private void noteUse() {
            if (closings.get() > 0) {
                wrongs.add(settings.uid() + " was used after its closing");
            }
        }
    }
}
