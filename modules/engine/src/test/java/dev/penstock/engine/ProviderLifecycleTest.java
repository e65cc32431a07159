// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Step.Piece;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.state.ProviderConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderLifecycleTest {

    private final World world = new World();

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    private static ProviderConfiguration at(ProviderConfiguration provider, String url) {
        return new ProviderConfiguration(
                provider.id(),
                provider.organisation(),
                provider.uid(),
                provider.type(),
                URI.create(url),
                provider.credentials(),
                provider.options(),
                provider.passesUnknownNames(),
                provider.created());
    }

    private String call(String model) {
        world.fake.answersBytes("one", Step.give(Piece.of("hello")));
        return World.readAll(world.answer(model));
    }

    @Test
    void providerIsBuiltAtItsFirstUseAndOnce() {
        world.tenants.provider("one");
        world.engine();
        assertThat(world.fake.made).isEmpty();

        call("one/m");
        call("one/m");

        assertThat(world.fake.made).hasSize(1);
    }

    @Test
    void changeOfAnotherProviderLeavesItAlone() {
        world.tenants.provider("one");
        call("one/m");
        world.tenants.provider("two");

        call("one/m");

        assertThat(world.fake.made).hasSize(1);
        assertThat(world.fake.made.getFirst().closings).hasValue(0);
    }

    @Test
    void changedProviderIsBuiltAnewAndTheOldOneClosedAfterItsLastCall() {
        ProviderConfiguration configuration = world.tenants.provider("one");
        world.fake.answersBytes("one", Step.give(Piece.of("old")), Step.give(Piece.of("er")));
        Answer running = world.answer("one/m");

        world.tenants.replace(configuration, at(configuration, "https://new.example/"));
        call("one/m");

        assertThat(world.fake.made).hasSize(2);
        assertThat(world.fake.made.get(1).settings.baseUrl())
                .isEqualTo(URI.create("https://new.example/"));
        assertThat(world.fake.made.getFirst().closings).hasValue(0);

        assertThat(World.readAll(running)).isEqualTo("older");
        assertThat(world.fake.made.getFirst().closings).hasValue(1);
        assertThat(world.fake.made.get(1).closings).hasValue(0);
    }

    @Test
    void removedProviderIsClosedAtOnceWhenNobodyUsesIt() {
        ProviderConfiguration configuration = world.tenants.provider("one");
        call("one/m");

        world.tenants.remove(configuration);

        assertThat(world.fake.made.getFirst().closings).hasValue(1);
        assertThat(failureOf(() -> world.answer("one/m")).code()).isEqualTo("unknown_model");
    }

    @Test
    void providerIsNotClosedWhileAStreamOfItIsBeingClosed() {
        world.translate();
        ProviderConfiguration configuration = world.tenants.provider("one");
        CountDownLatch readerIsIn = new CountDownLatch(1);
        CountDownLatch readerIsOut = new CountDownLatch(1);
        Step<ChatEvent> deaf =
                closing -> {
                    readerIsIn.countDown();
                    return Step.<ChatEvent>hangDeaf().take(closing);
                };
        AtomicInteger closedMeanwhile = new AtomicInteger(-1);
        world.fake.script(
                "one",
                () -> {
                    ScriptedEvents stream =
                            new ScriptedEvents(List.of(World.text("hello"), deaf)) {
                                @Override
                                public void close() {
                                    super.close();
                                    await(readerIsOut);
                                    closedMeanwhile.set(world.fake.made.getFirst().closings.get());
                                }
                            };
                    world.fake.events.add(stream);
                    return stream;
                });
        Answer.Translated answer = (Answer.Translated) world.answer("one/m");
        world.tenants.remove(configuration);
        answer.events().next();
        Thread closer =
                Thread.startVirtualThread(() -> {
                    await(readerIsIn);
                    answer.close();
                });

        failureOf(() -> answer.events().next());
        readerIsOut.countDown();
        join(closer);

        assertThat(closedMeanwhile).hasValue(0);
        assertThat(world.fake.made.getFirst().closings).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failedCallGivesTheProviderBack() {
        ProviderConfiguration configuration = world.tenants.provider("one");
        failureOf(() -> world.answer("one/m"));
        world.ledger.down = true;
        failureOf(() -> world.answer("one/m"));

        world.tenants.remove(configuration);

        assertThat(world.fake.made.getFirst().closings).hasValue(1);
    }

    @Test
    void factoryThatThrowsHurtsOnlyItsProvider() {
        world.tenants.provider("bad");
        world.fake.whenMade =
                () -> {
                    throw new IllegalArgumentException("region is 'mars' but must be a place");
                };
        Failure failure = failureOf(() -> world.answer("bad/m"));
        world.fake.whenMade = () -> {};
        world.tenants.provider("one");

        assertThat(failure.code()).isEqualTo("internal");
        assertThat(failure.message()).contains("'bad'").doesNotContain("mars");
        assertThat(call("one/m")).isEqualTo("hello");
        assertThat(world.ledger.opened()).hasSize(1);
    }

    @Test
    void operatorIsToldWhyAProviderCannotBeUsed() {
        world.tenants.provider("bad");
        world.fake.whenMade =
                () -> {
                    throw new IllegalArgumentException("region is 'mars' but must be a place");
                };

        Failure failure = failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "bad"));

        assertThat(failure.code()).isEqualTo("bad_request");
        assertThat(failure.message()).contains("region is 'mars'");
    }

    @Test
    void factoryWithABrokenJarHurtsOnlyItsProvider() {
        world.tenants.provider("bad");
        world.fake.whenMade =
                () -> {
                    throw new NoClassDefFoundError("com/vendor/Missing");
                };

        assertThat(failureOf(() -> world.answer("bad/m")).code()).isEqualTo("internal");
    }

    @Test
    void unusableProviderIsTriedAgainWhenItsConfigurationChanges() {
        ProviderConfiguration configuration = world.tenants.provider("one");
        world.fake.whenMade =
                () -> {
                    throw new IllegalArgumentException("no");
                };
        failureOf(() -> world.answer("one/m"));
        world.fake.whenMade = () -> {};

        world.tenants.replace(configuration, at(configuration, "https://new.example/"));

        assertThat(call("one/m")).isEqualTo("hello");
    }

    @Test
    void typeWithoutFactoryIsUnusableAndSaysWhichThereAre() {
        world.tenants.provider("odd", "unheard-of", Map.of(), false);

        assertThat(failureOf(() -> world.answer("odd/m")).code()).isEqualTo("internal");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "odd")).message())
                .contains("unheard-of", "fake");
    }

    @Test
    void missingCredentialIsSaidSo() {
        world.fake.needsCredential = true;
        ProviderConfiguration configuration = world.tenants.provider("one");
        world.tenants.replace(
                configuration,
                new ProviderConfiguration(
                        configuration.id(),
                        configuration.organisation(),
                        "one",
                        "fake",
                        null,
                        List.of(),
                        Map.of(),
                        false,
                        configuration.created()));

        assertThat(failureOf(() -> world.answer("one/m")).code()).isEqualTo("no_credential");
        assertThat(world.fake.made).isEmpty();
    }

    @Test
    void timeoutsComeFromTheOptions() {
        world.tenants.provider(
                "one",
                "fake",
                Map.of(
                        "timeout.connect", "PT1S",
                        "timeout.first-byte", "PT2S",
                        "timeout.idle", "PT3S",
                        "timeout.total", "PT4S",
                        "colour", "red"),
                false);

        call("one/m");

        var settings = world.fake.made.getFirst().settings;
        assertThat(settings.timeouts().connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.timeouts().firstByte()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.timeouts().idle()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.timeouts().total()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.options()).isEqualTo(Map.of("colour", "red"));
    }

    @Test
    void wrongTimeoutsMakeTheProviderUnusable() {
        world.tenants.provider("typo", "fake", Map.of("timeout.idel", "PT1S"), false);
        world.tenants.provider("text", "fake", Map.of("timeout.idle", "soon"), false);
        world.tenants.provider("none", "fake", Map.of("timeout.idle", "PT0S"), false);
        world.tenants.provider("never", "fake", Map.of("timeout.first-content", "PT-1S"), false);

        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "typo")).message())
                .contains("timeout.idel");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "text")).message())
                .contains("soon", "PT30S");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "none")).message())
                .contains("PT0S");
        assertThat(failureOf(() -> world.engine().probe(Tenants.ORGANISATION, "never")).message())
                .contains("timeout.first-content", "PT-1S");
    }

    @Test
    void typesAreSortedAndTheFirstOfTwoFactoriesWins() {
        FakeProviderFactory second = new FakeProviderFactory();
        world.factories.add(second);
        world.factories.add(new FakeProviderFactory("another"));
        world.tenants.provider("one");

        assertThat(world.engine().providerTypes()).containsExactly("another", "fake");
        call("one/m");

        assertThat(second.made).isEmpty();
        assertThat(world.fake.made).hasSize(1);
    }
}
