// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.engine.Engine;
import dev.penstock.inference.Secret;
import dev.penstock.state.Catalog;
import dev.penstock.state.Configuration;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.StateException;
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

    /// A provider; of its credential only what a person may see.
    record View(
            UUID id,
            String uid,
            String type,
            @Nullable URI baseUrl,
            @Nullable String apiKey,
            Map<String, String> options,
            boolean passesUnknownNames,
            Instant created) {

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
                    provider.options(),
                    provider.passesUnknownNames(),
                    provider.created());
        }
    }

    /// What a provider answered when it was asked for its models.
    record Probe(List<String> models) {}

    @Override
    public String part() {
        return "providers";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/providers",
                User.Role.VIEWER,
                p -> catalog().providers(p.user().organisation()).stream().map(View::of));
        routes.add(Method.POST, "/providers", User.Role.ADMIN, this::add);
        routes.add(Method.POST, "/providers/{id}/probe", User.Role.ADMIN, this::probe);
        routes.remove(
                "/providers",
                User.Role.ADMIN,
                (p, id) -> store.configuration().removeProvider(p.actor(), id));
    }

    private Reply add(Exchange exchange, Principal principal) {
        Fields body = exchange.body();
        String uid = body.text("uid", 64);
        String type = body.text("type", 32);
        URI baseUrl = body.optionalUrl("base_url");
        String apiKey = body.optionalText("api_key", 10_000);
        Map<String, String> options = body.texts("options");
        boolean passesUnknownNames = body.flag("passes_unknown_names");
        if (!body.failed("uid") && !uid.matches("[A-Za-z0-9._-]{1,64}")) {
            body.mistake("uid", "is '" + uid + "' but must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (!body.failed("type") && !engine.providerTypes().contains(type)) {
            body.mistake(
                    "type",
                    "is '"
                            + type
                            + "' but must be one of "
                            + String.join(", ", engine.providerTypes()));
        }
        body.done();
        return Reply.created(
                View.of(
                        store.configuration()
                                .addProvider(
                                        principal.actor(),
                                        new Configuration.NewProvider(
                                                uid,
                                                type,
                                                baseUrl,
                                                apiKey == null ? null : Secret.of(apiKey),
                                                options,
                                                passesUnknownNames))));
    }

    private Reply probe(Exchange exchange, Principal principal) {
        UUID organisation = principal.user().organisation();
        UUID id = exchange.id();
        ProviderConfiguration provider =
                catalog().providers(organisation).stream()
                        .filter(p -> p.id().equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new StateException(
                                        StateException.Kind.NOT_FOUND,
                                        "there is no provider with the id " + id));
        return Reply.ok(new Probe(engine.probe(organisation, provider.uid())));
    }

    private Catalog catalog() {
        return store.catalog().current();
    }
}
