// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Answer;
import dev.penstock.engine.AnswerFacts;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Inbound;
import dev.penstock.engine.ListedModel;
import dev.penstock.inference.Caller;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.spi.PresentedKey;
import dev.penstock.spi.RelayStream;
import dev.penstock.state.ProviderConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// An engine that answers by a script.
final class FakeEngine implements Engine {

    static final String KEY = "sk-pst-good";

    final BlockingQueue<Inbound> calls = new LinkedBlockingQueue<>();
    final Queue<PresentedKey> keys = new ConcurrentLinkedQueue<>();
    volatile Function<Inbound, Answer> script =
            inbound -> relayed(inbound, ScriptedRelay.plain("{\"answered\":true}"));

    /// The next call, awaited.
    Inbound call() throws InterruptedException {
        Inbound call = calls.poll(5, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call reached the engine");
        }
        return call;
    }

    static AnswerFacts facts(Inbound inbound) {
        return new AnswerFacts(inbound.id(), "acme", "acme-large", 1, List.of(), Map.of(), null);
    }

    static Answer relayed(Inbound inbound, RelayStream stream) {
        return new Answer.Relayed(facts(inbound), stream);
    }

    static Answer translated(Inbound inbound, EventStream events) {
        return new Answer.Translated(facts(inbound), events);
    }

    /// Waits for a gate as the real engine waits for a provider: a cancelled call ends it.
    static void pass(Gate gate, Inbound inbound) {
        while (!gate.isOpen()) {
            Failure reason = inbound.control().reason();
            if (reason != null) {
                throw new FailureException(reason);
            }
            gate.await(5);
        }
    }

    @Override
    public UUID newCallId() {
        return UUID.randomUUID();
    }

    @Override
    public Caller authenticate(PresentedKey key) {
        keys.add(key);
        if (!key.secret().reveal().equals(KEY)) {
            throw new FailureException(
                    new Failure.Caller(Failure.CallerKind.UNAUTHENTICATED, "the key is not known"));
        }
        UUID id = new UUID(0, 1);
        return new Caller(id, id, id, id, "test", ModelPatterns.all());
    }

    @Override
    public Answer answer(Inbound inbound) {
        calls.add(inbound);
        return script.apply(inbound);
    }

    @Override
    public List<ListedModel> models(Caller caller) {
        Instant created = Instant.parse("2026-11-01T00:00:00Z");
        return List.of(
                new ListedModel("acme/family/large", "acme", created),
                new ListedModel("small", "acme", created));
    }

    @Override
    public List<String> providerTypes() {
        return List.of();
    }

    @Override
    public List<String> probe(UUID organisation, String providerUid) {
        return List.of();
    }

    @Override
    public List<String> probe(ProviderConfiguration candidate) {
        return List.of();
    }

    @Override
    public void close() {}
}
