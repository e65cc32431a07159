// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.engine.Engine;
import dev.penstock.inference.Secret;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfigurationChange.RemoveProvider;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.Store;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The configured providers.
final class ProviderEndpoint implements Endpoint {

    private final Store store;
    private final Engine engine;

    ProviderEndpoint(AdminParts parts) {
        this.store = parts.store();
        this.engine = parts.engine();
    }

    /// A provider; of its first credential only what a person may see.
    record View(
            UUID id,
            String uid,
            String type,
            @Nullable URI baseUrl,
            @Nullable String apiKey,
            int credentials,
            Map<String, String> options,
            boolean passesUnknownNames,
            boolean enabled,
            Instant created,
            Instant updated,
            long revision) {

        static View of(ProviderConfiguration provider) {
            Secret credential =
                    provider.credentials().isEmpty()
                            ? null
                            : provider.credentials().getFirst().secret();
            return new View(
                    provider.id(),
                    provider.uid(),
                    provider.type(),
                    provider.baseUrl(),
                    credential == null ? null : credential.masked(),
                    provider.credentials().size(),
                    provider.options(),
                    provider.passesUnknownNames(),
                    provider.enabled(),
                    provider.created(),
                    provider.updated(),
                    provider.revision());
        }
    }

    @Override
    public String part() {
        return "providers";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/providers",
                User.Role.VIEWER,
                p -> catalog().providers(p.user().organisation()).stream().map(View::of),
                view -> view.id().toString());
        routes.add(Method.POST, "/providers", User.Role.ADMIN, this::add);
        routes.add(
                Method.GET,
                "/providers/{id}",
                User.Role.VIEWER,
                (exchange, p) -> reply(found(catalog(), p, exchange.id())));
        routes.add(Method.PATCH, "/providers/{id}", User.Role.ADMIN, this::patch);
        routes.remove(
                "/providers",
                User.Role.ADMIN,
                (p, id, expected) -> {
                    var _ =
                            store.configuration()
                                    .apply(p.actor(), new RemoveProvider(id, expected));
                });
    }

    /// The provider of an id.
    ///
    /// @throws ProblemException when the caller's organisation has none
    static ProviderConfiguration found(Catalog catalog, Principal principal, UUID id) {
        return catalog.provider(principal.user().organisation(), id)
                .orElseThrow(() -> Problem.notFound("there is no provider with the id " + id));
    }

    private Reply add(Exchange exchange, Principal principal) {
        ProviderConfiguration made =
                store.configuration()
                        .addProvider(
                                principal.actor(),
                                ProviderBody.added(exchange.body(), engine.providerTypes()));
        return Reply.created(View.of(made)).of(made.revision());
    }

    private Reply patch(Exchange exchange, Principal principal) {
        UUID id = exchange.id();
        ProviderBody.Patch patch = ProviderBody.patch(exchange.body(), engine.providerTypes());
        return reply(
                Revisions.amended(
                        exchange.expected(),
                        () -> found(catalog(), principal, id),
                        ProviderConfiguration::revision,
                        now -> {
                            List<Object> brought =
                                    store.configuration()
                                            .apply(principal.actor(), patch.changes(now));
                            return brought.size() == 1
                                    ? (ProviderConfiguration) brought.getFirst()
                                    : found(catalog(), principal, id);
                        }));
    }

    private static Reply reply(ProviderConfiguration provider) {
        return Reply.ok(View.of(provider)).of(provider.revision());
    }

    private Catalog catalog() {
        return store.catalog().current();
    }
}
