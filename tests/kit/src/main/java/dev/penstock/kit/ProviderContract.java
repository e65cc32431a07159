// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.GenerationSettings;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.Secret;
import dev.penstock.inference.Task;
import dev.penstock.inference.WireFormat;
import dev.penstock.spi.ChatReply;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.RelayChunk;
import dev.penstock.spi.RelayStream;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamAttempt;
import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamClientFactory;
import dev.penstock.spi.UpstreamClientSettings;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What [ProviderFactory], [Provider] and the streams of a provider promise, as tests. Extend it in the
/// tests of a plugin and say how to make the provider and how to bring it about that its upstream
/// answers or stalls. A provider that talks to an upstream extends [UpstreamProviderContract] instead.
///
/// Providers that send HTTP need an implementation of [UpstreamClientFactory] on the test path, such as
/// the gateway's own transport, or override [#upstream].
@Timeout(60)
public abstract class ProviderContract {
    static final Duration SOON = Duration.ofSeconds(10);
    private static final int CALLERS = 8;

    private CountedUpstream counted = new CountedUpstream(ProviderContract::nobody);
    private final List<Provider> made = new ArrayList<>();

    /// For subclasses.
    protected ProviderContract() {}

    /// A new factory.
    protected abstract ProviderFactory factory();

    /// Settings that work, pointing at an upstream of the test.
    ///
    /// @param timeouts to be put into the settings
    protected abstract ProviderSettings settings(Timeouts timeouts);

    /// A model that answers.
    protected abstract String model();

    /// Settings that make no sense, each to be refused by [ProviderFactory#create]; none unless
    /// overridden.
    protected List<ProviderSettings> wrongSettings() {
        return List.of();
    }

    /// Lets the upstream answer the next calls ordinarily; does nothing unless overridden.
    protected void answering() {}

    /// Lets the next answer begin and then stall for at least 20 seconds, or makes [#settings] those of
    /// a provider whose answers take that long.
    protected abstract void stalling();

    /// A body in a native format that asks [#model] for a short stream.
    protected RawRequest raw(WireFormat format) {
        return RawBodies.hello(format, model());
    }

    /// Outgoing HTTP. Unless overridden, what the test path provides; without that a client with which
    /// every call fails.
    protected UpstreamClient upstream() {
        return ServiceLoader.load(UpstreamClientFactory.class)
                .findFirst()
                .map(f -> f.create(new UpstreamClientSettings(true), InstantSource.system()))
                .orElse(ProviderContract::nobody);
    }

    @BeforeEach
    final void countUpstreamCalls() {
        counted = new CountedUpstream(upstream());
    }

    @AfterEach
    final void closeProviders() {
        made.forEach(Provider::close);
    }

    @Test
    void typeIsANameForConfiguration() {
        assertThat(factory().type()).matches("[a-z0-9_-]{1,32}").isEqualTo(factory().type());
        assertThat(factory().displayName()).isNotBlank();
    }

    @Test
    void factoryCanBeFoundAndMadeByTheGateway() throws Exception {
        Class<?> type = factory().getClass();
        assertThat(Modifier.isPublic(type.getModifiers())).as("%s is public", type).isTrue();
        assertThat(type.getConstructor().getParameterCount()).isZero();
    }

    @Test
    void createCallsNobodyAndGivesANewProvider() {
        ProviderFactory factory = factory();
        Provider first = create(factory, Timeouts.defaults());
        assertThat(create(factory, Timeouts.defaults())).isNotSameAs(first);
        assertThat(counted.all()).isZero();
    }

    @Test
    void factoryMayBeUsedBySeveralThreads() throws Exception {
        ProviderFactory factory = factory();
        Set<Provider> providers =
                new HashSet<>(
                        together(() -> factory.create(settings(Timeouts.defaults()), context())));
        made.addAll(providers);
        assertThat(providers).hasSize(CALLERS);
    }

    @Test
    void wrongSettingsAreRefusedWithoutRepeatingTheSecret() {
        for (ProviderSettings wrong : wrongSettings()) {
            assertThatIllegalArgumentException()
                    .as("%s", wrong)
                    .isThrownBy(() -> factory().create(wrong, context()))
                    .satisfies(refusal -> keepsSecrets(refusal.toString()));
        }
    }

    @Test
    void formatsAreKnownWithoutCallingAnybody() {
        Provider provider = create();
        assertThat(provider.formats(model())).isEqualTo(provider.formats(model()));
        assertThat(provider.formats("a-model-nobody-has")).isNotNull();
        assertThat(counted.all()).isZero();
    }

    @Test
    void answerKeepsTheOrderOfEventsAndStaysAtItsEnd() {
        answering();
        try (EventStream events = chat(create()).events()) {
            EventOrder.check(all(events));
            assertThat(events.next()).isNull();
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void plainAndStreamedRequestsAreAnsweredAlike() {
        answering();
        ChatRequest plain = request().withStream(false);
        try (EventStream events = create().chat(plain, attempt()).events()) {
            EventOrder.check(all(events));
        }
    }

    @Test
    void oneCallMakesOneBillableRequestAtMost() {
        answering();
        try (EventStream events = chat(create()).events()) {
            all(events);
        }
        assertThat(counted.billable()).isLessThanOrEqualTo(1);
    }

    @Test
    void providerServesSeveralCallersAtOnce() throws Exception {
        answering();
        Provider provider = create();
        List<List<ChatEvent>> answers =
                together(() -> {
                    try (EventStream events = chat(provider).events()) {
                        return all(events);
                    }
                });
        assertThat(answers).hasSize(CALLERS).allSatisfy(EventOrder::check);
    }

    @Test
    void closeEndsAWaitingReaderAtOnce() throws Exception {
        stalling();
        EventStream events = chat(create()).events();
        CompletableFuture<Long> ended = new CompletableFuture<>();
        CompletableFuture<Void> reading = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> ended.complete(readOut(events, reading)));
        reading.get(SOON.toSeconds(), TimeUnit.SECONDS);
        long closed = System.nanoTime();
        events.close();
        events.close();
        long took = ended.get(SOON.toSeconds(), TimeUnit.SECONDS) - closed;
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(100));
        assertThat(reader.join(SOON)).isTrue();
        assertThat(events.next()).isNull();
    }

    @Test
    void interruptEndsAWaitingReaderWithAFailure() throws Exception {
        stalling();
        try (EventStream events = chat(create()).events()) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            CompletableFuture<Void> reading = new CompletableFuture<>();
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                reading.complete(null);
                                ended.complete(catchThrowable(() -> all(events)));
                            });
            reading.get(SOON.toSeconds(), TimeUnit.SECONDS);
            reader.interrupt();
            isFailure(ended.get(1, TimeUnit.SECONDS));
        }
    }

    @Test
    void modelsAreNamesWithoutRepetition() {
        answering();
        Provider provider = create();
        try {
            assertThat(provider.models()).doesNotHaveDuplicates().allMatch(name -> !name.isBlank());
        } catch (FailureException unavailable) {
            isFailure(unavailable);
        }
    }

    @Test
    void relayFitsTheFormats() {
        answering();
        Provider provider = create();
        Set<WireFormat> formats = provider.formats(model());
        for (WireFormat format : WireFormat.values()) {
            if (format.task() != Task.CHAT) {
                continue;
            }
            if (formats.contains(format)) {
                relays(provider, format);
            } else if (formats.isEmpty()) {
                assertThatThrownBy(() -> provider.relay(raw(format), model(), attempt()))
                        .isInstanceOf(UnsupportedOperationException.class);
            }
        }
    }

    private void relays(Provider provider, WireFormat format) {
        int before = counted.billable();
        try (RelayStream stream = provider.relay(raw(format), model(), attempt())) {
            assertThat(stream.contentType()).isNotBlank();
            boolean content = false;
            for (RelayChunk chunk = stream.next(); chunk != null; chunk = stream.next()) {
                assertThat(chunk.length()).isBetween(0, chunk.bytes().length - chunk.offset());
                assertThat(chunk.content() || !content).as("content stays content").isTrue();
                content = chunk.content();
            }
            assertThat(content).as("content has passed").isTrue();
            assertThat(stream.next()).isNull();
            assertThat(stream.stopReason()).isNotNull();
            if (format.task() == Task.CHAT) {
                assertThat(stream.deltas()).isPositive();
                assertThat(stream.characters()).isPositive();
            }
        }
        assertThat(counted.billable() - before).isEqualTo(1);
    }

    Provider create() {
        return create(factory(), Timeouts.defaults());
    }

    Provider create(ProviderFactory factory, Timeouts timeouts) {
        Provider provider = factory.create(settings(timeouts), context());
        made.add(provider);
        return provider;
    }

    private ProviderContext context() {
        return new ProviderContext(counted, InstantSource.system());
    }

    ChatReply chat(Provider provider) {
        return provider.chat(request(), attempt());
    }

    private ChatRequest request() {
        return new ChatRequest(
                model(),
                List.of(Message.text(Role.USER, "Hello, provider")),
                List.of(),
                null,
                null,
                GenerationSettings.unset(),
                true,
                Map.of(),
                WireFormat.OPENAI_CHAT);
    }

    void isFailure(Throwable thrown) {
        assertThat(thrown).isInstanceOf(FailureException.class);
        assertThat(((FailureException) thrown).failure())
                .isInstanceOfAny(Failure.Provider.class, Failure.Caller.class);
        keepsSecrets(thrown.toString());
    }

    void keepsSecrets(String message) {
        ProviderSettings settings = settings(Timeouts.defaults());
        Secret credential = settings.credential();
        if (credential != null) {
            assertThat(message).doesNotContain(credential.reveal());
        }
        if (settings.baseUrl() != null) {
            assertThat(message).doesNotContain(settings.baseUrl().getAuthority());
        }
    }

    private static long readOut(EventStream events, CompletableFuture<Void> reading) {
        try {
            reading.complete(null);
            all(events);
        } catch (FailureException closed) {
            // A reader whose stream is closed may be told so by an exception.
        }
        return System.nanoTime();
    }

    static List<ChatEvent> all(EventStream events) {
        List<ChatEvent> all = new ArrayList<>();
        for (ChatEvent event = events.next(); event != null; event = events.next()) {
            all.add(event);
        }
        return all;
    }

    private static <T> List<T> together(Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                futures.add(threads.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(SOON.toSeconds(), TimeUnit.SECONDS));
            }
            return results;
        }
    }

    private static UpstreamAttempt attempt() {
        return new UpstreamAttempt(UUID.randomUUID(), UUID.randomUUID());
    }

    private static UpstreamResponse nobody(UpstreamRequest request) {
        throw new FailureException(
                new Failure.Provider(
                        Failure.ProviderKind.UNREACHABLE,
                        "no UpstreamClientFactory is on the test path"));
    }
}
