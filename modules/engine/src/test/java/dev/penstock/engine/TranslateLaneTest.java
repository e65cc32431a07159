// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static dev.penstock.engine.World.failureOf;
import static dev.penstock.engine.World.finished;
import static dev.penstock.engine.World.started;
import static dev.penstock.engine.World.text;
import static dev.penstock.engine.World.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Target;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import dev.penstock.spi.ChatReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TranslateLaneTest {

    private final World world = new World();

    @BeforeEach
    void configure() {
        world.tenants.provider("one");
        world.tenants.provider("two");
        world.tenants.route("fast", new Target("one", "m1"), new Target("two", "m2"));
        world.translate();
    }

    @AfterEach
    void everythingIsReturned() {
        world.close();
    }

    @Test
    void differentFormatsAreTranslatedWithTheProvidersModel() {
        world.fake.answersEvents(
                "one", started(), text("hel"), text("lo"), finished(), usage(10, 2));

        Answer answer = world.answer("fast");

        assertThat(answer).isInstanceOf(Answer.Translated.class);
        assertThat(answer.facts().upstreamId()).isEqualTo("chatcmpl-1");
        assertThat(World.readAll(answer)).isEqualTo("hello");
        assertThat(world.fake.made.getFirst().calledModels).containsExactly("m1");
        LedgerEntry.Closed row = world.ledger.onlyRow();
        assertThat(row.usage()).isEqualTo(Usage.tokens(10, 2));
        assertThat(row.source()).isEqualTo(UsageSource.PROVIDER);
        assertThat(row.upstreamId()).isEqualTo("chatcmpl-1");
    }

    @Test
    void heldEventsComeFirstAndInOrder() {
        world.fake.answersEvents("one", started(), usage(10, 0), text("hi"), finished());

        List<ChatEvent> events = new ArrayList<>();
        try (Answer answer = world.answer("fast")) {
            Answer.Translated translated = (Answer.Translated) answer;
            ChatEvent event = translated.events().next();
            while (event != null) {
                events.add(event);
                event = translated.events().next();
            }
        }

        assertThat(events)
                .extracting(e -> e.getClass().getSimpleName())
                .containsExactly("Started", "UsageReported", "TextDelta", "Finished");
    }

    @Test
    void rowIsClosedBeforeTheEndIsTold() {
        world.fake.answersEvents("one", started(), text("hi"), finished(), usage(10, 2));
        Answer.Translated answer = (Answer.Translated) world.answer("fast");
        for (int i = 0; i < 4; i++) {
            assertThat(answer.events().next()).isNotNull();
            assertThat(world.ledger.closed()).isEmpty();
        }

        assertThat(answer.events().next()).isNull();

        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("ok");
        answer.close();
    }

    @Test
    void lossesAreReported() {
        world.fake.script(
                "one",
                () -> {
                    ScriptedEvents events = new ScriptedEvents(List.of(text("hi"), finished()));
                    world.fake.events.add(events);
                    return new ChatReply(events, List.of("logprobs"), "msg_9");
                });

        try (Answer answer = world.answer("fast")) {
            assertThat(answer.facts().dropped()).containsExactly("logprobs");
            assertThat(answer.facts().upstreamId()).isEqualTo("msg_9");
        }
    }

    @Test
    void bodyIsDecodedOnceForAllAttempts() {
        AtomicInteger decodings = new AtomicInteger();
        world.fake.refuses("one", new Failure.Provider(Failure.ProviderKind.OVERLOADED, "busy"));
        world.fake.answersEvents("two", text("hi"), finished());
        Inbound inbound =
                world.inbound(
                        "fast",
                        true,
                        new CallControl(),
                        () -> {
                            decodings.incrementAndGet();
                            return World.words("fast");
                        });

        World.readAll(world.engine().answer(inbound));

        assertThat(decodings).hasValue(1);
        assertThat(world.fake.made.get(1).calledModels).containsExactly("m2");
    }

    @Test
    void bodyIsNotDecodedForARelay() {
        world.fake.formats = java.util.Set.of(dev.penstock.inference.WireFormat.OPENAI_CHAT);
        world.fake.answersBytes("one", Step.give(Step.Piece.of("hi")));
        Inbound inbound =
                world.inbound(
                        "fast",
                        true,
                        new CallControl(),
                        () -> {
                            throw new AssertionError("decoded");
                        });

        assertThat(World.readAll(world.engine().answer(inbound))).isEqualTo("hi");
    }

    @Test
    void bodyThatCannotBeDecodedIsTheCallersFaultAndNoAttempt() {
        Failure.Caller fault =
                new Failure.Caller(Failure.CallerKind.BAD_REQUEST, "no messages", "messages");
        Inbound inbound =
                world.inbound(
                        "fast",
                        true,
                        new CallControl(),
                        () -> {
                            throw new FailureException(fault);
                        });

        assertThat(failureOf(() -> world.engine().answer(inbound))).isEqualTo(fault);

        assertThat(world.ledger.opened()).isEmpty();
        assertThat(world.fake.made.getFirst().calledModels).isEmpty();
    }

    @Test
    void endWithoutFinishIsTruncated() {
        world.fake.answersEvents("one", started(), text("hel"));
        Answer.Translated answer = (Answer.Translated) world.answer("fast");
        answer.events().next();
        answer.events().next();

        assertThat(failureOf(() -> answer.events().next()).code()).isEqualTo("upstream_truncated");

        assertThat(answer.events().next()).isNull();
        assertThat(world.ledger.onlyRow().outcome()).isEqualTo("upstream_truncated");
    }

    @Test
    void answerThatBeginsAndEndsWithoutAnythingIsTriedElsewhere() {
        world.fake.answersEvents("one", started());
        world.fake.answersEvents("two", text("hi"), finished());

        assertThat(World.readAll(world.answer("fast"))).isEqualTo("hi");
    }

    @Test
    void endlessPrefaceCountsAsBegun() {
        List<Step<ChatEvent>> steps = new ArrayList<>(Collections.nCopies(2_000, usage(1, 0)));
        steps.add(finished());
        world.fake.script(
                "one",
                () -> {
                    ScriptedEvents events = new ScriptedEvents(steps);
                    world.fake.events.add(events);
                    return events;
                });

        try (Answer answer = world.answer("fast")) {
            assertThat(((Answer.Translated) answer).events().next()).isNotNull();
            assertThat(world.ledger.closed()).isEmpty();
        }
    }
}
