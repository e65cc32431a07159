// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.engine.Engine;
import dev.penstock.state.Configuration;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.Store;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Tries providers: calls one now for its list of models.
final class ProbeEndpoint implements Endpoint {

    private final Store store;
    private final Engine engine;
    private final InstantSource clock;

    ProbeEndpoint(AdminParts parts) {
        this.store = parts.store();
        this.engine = parts.engine();
        this.clock = parts.clock();
    }

    /// What a provider answered when it was asked for its models.
    ///
    /// @param latencyMs how long it took, in milliseconds
    record Probe(List<String> models, long latencyMs) {}

    @Override
    public String part() {
        return "probes";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.POST, "/providers/probe", User.Role.ADMIN, this::candidate);
        routes.add(Method.POST, "/providers/{id}/probe", User.Role.ADMIN, this::configured);
    }

    private Reply configured(Exchange exchange, Principal principal) {
        UUID organisation = principal.user().organisation();
        ProviderConfiguration provider =
                ProviderEndpoint.found(store.catalog().current(), principal, exchange.id());
        if (exchange.query("credential").isEmpty()) {
            return timed(() -> engine.probe(organisation, provider.uid()));
        }
        ProviderCredential one =
                CredentialEndpoint.found(
                        provider, exchange.idOf(exchange.query("credential").orElse("")));
        return timed(() -> engine.probe(with(provider, one)));
    }

    private Reply candidate(Exchange exchange, Principal principal) {
        Configuration.NewProvider wanted =
                ProviderBody.added(exchange.body(), engine.providerTypes());
        Instant now = clock.instant();
        return timed(() ->
                engine.probe(
                        new ProviderConfiguration(
                                new UUID(0, 0),
                                principal.user().organisation(),
                                wanted.uid(),
                                wanted.type(),
                                wanted.baseUrl(),
                                wanted.credential() == null
                                        ? List.of()
                                        : List.of(
                                                new ProviderCredential(
                                                        new UUID(0, 0), wanted.credential(), now)),
                                wanted.options(),
                                wanted.passesUnknownNames(),
                                now)));
    }

    // One that is switched off or has expired is tried as well: to see whether to switch it on.
    private static ProviderConfiguration with(
            ProviderConfiguration provider, ProviderCredential one) {
        return new ProviderConfiguration(
                provider.id(),
                provider.organisation(),
                provider.uid(),
                provider.type(),
                provider.baseUrl(),
                List.of(new ProviderCredential(one.id(), one.secret(), one.created())),
                provider.options(),
                provider.passesUnknownNames(),
                provider.created());
    }

    private static Reply timed(Supplier<List<String>> question) {
        long begun = System.nanoTime();
        List<String> models = question.get();
        return Reply.ok(new Probe(models, Duration.ofNanos(System.nanoTime() - begun).toMillis()));
    }
}
