// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Caller;
import dev.penstock.inference.TimeOrderedIds;
import dev.penstock.spi.PresentedKey;
import dev.penstock.spi.ProviderFactory;
import java.util.List;
import java.util.UUID;

/// The engine that tries the targets of a plan one after the other.
final class AttemptingEngine implements Engine {

    private final EngineParts parts;
    private final TimeOrderedIds ids;

    AttemptingEngine(EngineParts parts) {
        this.parts = parts;
        this.ids = new TimeOrderedIds(parts.clock(), parts.random());
    }

    @Override
    public UUID newCallId() {
        return ids.next();
    }

    @Override
    public Caller authenticate(PresentedKey key) {
        return parts.authenticator().authenticate(key);
    }

    @Override
    public Answer answer(Inbound inbound) {
        throw new UnsupportedOperationException("answer");
    }

    @Override
    public List<ListedModel> models(Caller caller) {
        throw new UnsupportedOperationException("models");
    }

    @Override
    public List<String> providerTypes() {
        return parts.factories().stream().map(ProviderFactory::type).distinct().sorted().toList();
    }

    @Override
    public List<String> probe(UUID organisation, String providerUid) {
        throw new UnsupportedOperationException("probe");
    }

    @Override
    public void close() {}
}
