// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Step.Piece;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Target;
import dev.penstock.inference.WireFormat;
import dev.penstock.state.ProviderConfiguration;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineStressTest {

    private static final int CALLS = 500;

    private final World world = new World();

    @Test
    void everyRowIsClosedOnceAndEverythingIsGivenBack() throws Exception {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        System.Logger log = System.getLogger(EngineStressTest.class.getName());
        log.log(System.Logger.Level.INFO, "penstock.seed={0}", Long.toString(seed));
        Random random = new Random(seed);
        ProviderConfiguration one = world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.route("fast", new Target("one", "m1"), new Target("two", "m2"));
        world.fake.formats = Set.of(WireFormat.OPENAI_CHAT);
        for (int i = 0; i < 2 * CALLS; i++) {
            script(random.nextBoolean() ? "one" : "two", random.nextLong());
        }

        AtomicInteger interrupted = new AtomicInteger();
        List<Future<?>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            world.engine();
            for (int i = 0; i < CALLS; i++) {
                long own = random.nextLong();
                calls.add(threads.submit(() -> call(new Random(own), interrupted)));
                if (i % 50 == 0) {
                    ProviderConfiguration changed = changed(one, i);
                    world.tenants.replace(one, changed);
                    one = changed;
                }
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(interrupted).as("interrupts left, seed %d", seed).hasValue(0);
        assertThat(world.ledger.opened().size()).as("attempts, seed %d", seed).isPositive();
        world.ledger.assertBalanced();
        assertThat(world.fake.closings()).as("closings, seed %d", seed).allMatch(n -> n >= 1);
        // Every retired instance was closed by its last call; the current ones by the engine alone.
        assertThat(world.fake.made.stream().filter(p -> p.closings.get() == 0).count())
                .as("open providers, seed %d", seed)
                .isLessThanOrEqualTo(2);
        world.close();
    }

    private void call(Random random, AtomicInteger interrupted) {
        CallControl control = new CallControl();
        Inbound inbound = world.inbound("fast", random.nextBoolean(), control);
        if (random.nextBoolean()) {
            inbound = spoken(inbound);
        }
        Thread killer = null;
        if (random.nextInt(3) == 0) {
            long delay = random.nextLong(5);
            killer =
                    Thread.startVirtualThread(() -> {
                        EitherLane.pause(new Step.Closing(), delay);
                        control.cancel(World.GONE);
                    });
        }
        try (Answer answer = world.engine().answer(inbound)) {
            read(answer, random);
        } catch (FailureException expected) {
            assertThat(expected.failure().message()).isNotBlank();
        }
        if (killer != null) {
            join(killer);
        }
        if (Thread.currentThread().isInterrupted()) {
            interrupted.incrementAndGet();
        }
    }

    /// Reads to the end, or leaves early, or has another thread close the answer meanwhile.
    private static void read(Answer answer, Random random) {
        int patience = random.nextInt(4) == 0 ? random.nextInt(5) : Integer.MAX_VALUE;
        Thread closer = random.nextInt(4) == 0 ? Thread.startVirtualThread(answer::close) : null;
        boolean more = true;
        try {
            while (more && patience-- > 0) {
                more =
                        switch (answer) {
                            case Answer.Relayed relayed -> relayed.stream().next() != null;
                            case Answer.Translated translated -> translated.events().next() != null;
                            case Answer.Embedded _, Answer.Counted _ -> false;
                        };
            }
        } finally {
            if (closer != null) {
                join(closer);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(java.time.Duration.ofSeconds(20))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // In a format that the providers do not know, so that the call is translated.
    private static Inbound spoken(Inbound inbound) {
        RawRequest raw = inbound.raw();
        return new Inbound(
                inbound.id(),
                inbound.caller(),
                inbound.endpoint(),
                new RawRequest(
                        WireFormat.ANTHROPIC_MESSAGES,
                        raw.body(),
                        raw.model(),
                        raw.modelRange(),
                        raw.stream(),
                        null,
                        false,
                        null,
                        raw.headers()),
                inbound.decoded(),
                inbound.control());
    }

    private static ProviderConfiguration changed(ProviderConfiguration old, int round) {
        return new ProviderConfiguration(
                old.id(),
                old.organisation(),
                old.uid(),
                old.type(),
                URI.create("https://round-" + round + ".example/"),
                old.credentials(),
                old.options(),
                old.passesUnknownNames(),
                old.created());
    }

    /// One answer that serves either lane, at random.
    private void script(String uid, long seed) {
        world.fake.script(uid, () -> new EitherLane(world.fake, seed));
    }

    private record EitherLane(FakeProviderFactory fake, long seed)
            implements FakeProviderFactory.ByLane {

        @Override
        public Object answer(boolean relayed) {
            Random random = new Random(seed);
            int fate = random.nextInt(8);
            if (fate == 0) {
                throw failure(random);
            }
            if (fate == 1) {
                throw new IllegalStateException("a defect");
            }
            return relayed ? bytes(random) : events(random);
        }

        private ScriptedRelay bytes(Random random) {
            List<Step<Piece>> steps = new ArrayList<>();
            steps.add(Step.give(Piece.preface("role;")));
            int pieces = random.nextInt(6);
            for (int i = 0; i < pieces; i++) {
                steps.add(random.nextInt(4) == 0 ? brief() : Step.give(Piece.of("word;")));
            }
            if (random.nextInt(3) == 0) {
                steps.add(Step.fail(failure(random).failure()));
            }
            steps.add(Step.give(Piece.of("end;").stopped().counted(5, 5)));
            ScriptedRelay relay = new ScriptedRelay(steps);
            fake.relays.add(relay);
            return relay;
        }

        private ScriptedEvents events(Random random) {
            List<Step<ChatEvent>> steps = new ArrayList<>();
            steps.add(World.started());
            int pieces = random.nextInt(6);
            for (int i = 0; i < pieces; i++) {
                steps.add(random.nextInt(4) == 0 ? briefEvent() : World.text("word"));
            }
            if (random.nextInt(3) == 0) {
                steps.add(Step.fail(failure(random).failure()));
            }
            steps.add(World.finished());
            ScriptedEvents events = new ScriptedEvents(steps);
            fake.events.add(events);
            return events;
        }

        private static Step<Piece> brief() {
            return closing -> {
                pause(closing, 2);
                return Piece.of("late;");
            };
        }

        private static Step<ChatEvent> briefEvent() {
            return closing -> {
                pause(closing, 2);
                return new ChatEvent.TextDelta("late");
            };
        }

        // A wait that an interrupt or a closing ends early, as a transport's does.
        private static void pause(Step.Closing closing, long milliseconds) {
            try {
                closing.await(milliseconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FailureException(
                        new Failure.Provider(Failure.ProviderKind.UNREACHABLE, "interrupted"), e);
            }
        }

        private static FailureException failure(Random random) {
            Failure.ProviderKind[] kinds = Failure.ProviderKind.values();
            return new FailureException(
                    new Failure.Provider(kinds[random.nextInt(kinds.length)], "scripted"));
        }
    }
}
