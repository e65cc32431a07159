// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Call;
import dev.penstock.inference.Caller;
import dev.penstock.inference.Plan;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.routing.Routing;
import dev.penstock.spi.PresentedKey;
import dev.penstock.spi.ProviderContext;
import dev.penstock.state.ProviderConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// The engine that tries the targets of a plan one after the other.
final class AttemptingEngine implements Engine {

    // Time for calls to end by themselves, with a proper error to their callers.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final TimeOrderedIds ids;
    private final PolicyChain policies;
    private final RunningCalls running = new RunningCalls();
    private final ContentDeadlines deadlines = new ContentDeadlines();
    private final ProviderRegistry registry;
    private final OfferedModels offered;
    private final ModelListing listing;
    private final CallAttempts.Parts attempts;

    AttemptingEngine(EngineParts parts) {
        this.parts = parts;
        this.ids = new TimeOrderedIds(parts.clock(), parts.random());
        this.policies = new PolicyChain(parts.policies());
        this.registry =
                new ProviderRegistry(
                        parts.catalog(),
                        parts.factories(),
                        new ProviderContext(parts.upstream(), parts.clock()));
        this.offered = new OfferedModels(registry, parts.clock());
        this.listing = new ModelListing(parts.catalog(), registry, offered, parts.clock());
        this.attempts =
                new CallAttempts.Parts(
                        parts.catalog(),
                        registry,
                        offered,
                        ids,
                        new OpenAttempt.Surroundings(
                                parts.ledger(), running, parts.clock(), deadlines));
        parts.catalog()
                .onChange(catalog -> {
                    registry.refresh();
                    offered.keepOnly(catalog);
                });
    }

    @Override
    public UUID newCallId() {
        return ids.next();
    }

    @Override
    public Caller authenticate(PresentedKey key) {
        try {
            return parts.authenticator().authenticate(key);
        } catch (Throwable e) {
            throw Defects.ofPart("the authenticator", e);
        }
    }

    @Override
    public Answer answer(Inbound inbound) {
        running.begin(inbound.control());
        try {
            return policies.run(call(inbound), inbound.control(), () -> attempted(inbound));
        } finally {
            running.end(inbound.control());
        }
    }

    @Override
    public List<ListedModel> models(Caller caller) {
        return listing.allowedTo(caller);
    }

    @Override
    public List<String> providerTypes() {
        return registry.types();
    }

    @Override
    public List<String> probe(UUID organisation, String providerUid) {
        return listing.probe(organisation, providerUid);
    }

    @Override
    public List<String> probe(ProviderConfiguration candidate) {
        return listing.probe(candidate);
    }

    @Override
    public void close() {
        running.stop(STOP_PATIENCE);
        deadlines.close();
        offered.close();
        registry.close();
    }

    private Answer attempted(Inbound inbound) {
        Plan plan =
                Routing.plan(
                        parts.catalog().current(),
                        inbound.caller(),
                        inbound.raw().model(),
                        (provider, model) -> offered.offers(provider, model, inbound.control()));
        return new CallAttempts(attempts, inbound, plan).answer();
    }

    private Call call(Inbound inbound) {
        return new Call(
                inbound.id(),
                inbound.caller(),
                inbound.endpoint(),
                inbound.raw().format(),
                inbound.raw().model(),
                inbound.raw().stream(),
                parts.clock().instant());
    }
}
