// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.Fields.Amended;
import dev.penstock.inference.Secret;
import dev.penstock.state.ConfigurationChange.AddCredential;
import dev.penstock.state.ConfigurationChange.RemoveCredential;
import dev.penstock.state.ConfigurationChange.UpdateCredential;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.Store;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The pools of credentials of providers.
final class CredentialEndpoint implements Endpoint {

    private static final String PATH = "/providers/{id}/credentials";
    private static final String ONE = PATH + "/{credential}";
    private static final int LONGEST_SECRET = 10_000;
    private static final int MOST_WEIGHT = 1_000;

    private final Store store;

    CredentialEndpoint(AdminParts parts) {
        this.store = parts.store();
    }

    /// A credential; of its secret only the last four characters.
    record View(
            UUID id,
            String name,
            String lastFour,
            int weight,
            boolean enabled,
            @Nullable Instant expires,
            Instant created,
            Instant updated,
            long revision) {

        static View of(ProviderCredential credential) {
            return new View(
                    credential.id(),
                    credential.name(),
                    credential.lastFour(),
                    credential.weight(),
                    credential.enabled(),
                    credential.expires(),
                    credential.created(),
                    credential.updated(),
                    credential.revision());
        }
    }

    /// What a PATCH makes of a credential.
    private record Patch(
            Amended<String> name,
            @Nullable String apiKey,
            Amended<Integer> weight,
            Amended<Boolean> enabled,
            Amended<@Nullable Instant> expires) {

        static Patch of(Fields body) {
            Patch patch =
                    new Patch(
                            body.amended("name", name -> body.text(name, 200)),
                            body.optionalText("api_key", LONGEST_SECRET),
                            body.amended("weight", name -> body.number(name, 1, MOST_WEIGHT, 1)),
                            body.amended("enabled", body::flag),
                            body.<@Nullable Instant>clearable("expires", body::optionalTime));
            body.done();
            return patch;
        }

        UpdateCredential change(ProviderCredential now) {
            return new UpdateCredential(
                    now.id(),
                    now.revision(),
                    name.of(now.name()),
                    apiKey == null ? null : Secret.of(apiKey),
                    weight.of(now.weight()),
                    enabled.of(now.enabled()),
                    expires.of(now.expires()));
        }
    }

    @Override
    public String part() {
        return "credentials";
    }

    @Override
    public void register(Routes routes) {
        routes.add(
                Method.GET,
                PATH,
                User.Role.VIEWER,
                (exchange, p) ->
                        Routes.page(
                                exchange,
                                provider(exchange, p).credentials().stream().map(View::of),
                                view -> view.id().toString()));
        routes.add(Method.POST, PATH, User.Role.ADMIN, this::add);
        routes.add(
                Method.GET,
                ONE,
                User.Role.VIEWER,
                (exchange, p) -> reply(found(provider(exchange, p), exchange.id("credential"))));
        routes.add(Method.PATCH, ONE, User.Role.ADMIN, this::patch);
        routes.add(Method.DELETE, ONE, User.Role.ADMIN, this::remove);
    }

    /// The credential of an id in the pool of a provider.
    ///
    /// @throws ProblemException when the pool has none
    static ProviderCredential found(ProviderConfiguration provider, UUID id) {
        return provider.credentials().stream()
                .filter(credential -> credential.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        Problem.notFound(
                                "the provider '"
                                        + provider.uid()
                                        + "' has no credential with the id "
                                        + id));
    }

    private Reply add(Exchange exchange, Principal principal) {
        ProviderConfiguration provider = provider(exchange, principal);
        Fields body = exchange.body();
        String name = body.text("name", 200);
        String secret = body.text("api_key", LONGEST_SECRET);
        int weight = body.number("weight", 1, MOST_WEIGHT, 1);
        boolean enabled = body.flag("enabled", true);
        Instant expires = body.optionalTime("expires");
        body.done();
        ProviderCredential made =
                store.configuration()
                        .apply(
                                principal.actor(),
                                new AddCredential(
                                        provider.uid(),
                                        name,
                                        Secret.of(secret),
                                        weight,
                                        enabled,
                                        expires));
        return Reply.created(View.of(made)).of(made.revision());
    }

    private Reply patch(Exchange exchange, Principal principal) {
        UUID id = exchange.id("credential");
        Patch patch = Patch.of(exchange.body());
        return reply(
                Revisions.amended(
                        exchange.expected(),
                        () -> found(provider(exchange, principal), id),
                        ProviderCredential::revision,
                        now -> store.configuration().apply(principal.actor(), patch.change(now))));
    }

    private Reply remove(Exchange exchange, Principal principal) {
        ProviderCredential one = found(provider(exchange, principal), exchange.id("credential"));
        var _ =
                store.configuration()
                        .apply(
                                principal.actor(),
                                new RemoveCredential(one.id(), exchange.expected()));
        return Reply.nothing();
    }

    private ProviderConfiguration provider(Exchange exchange, Principal principal) {
        return ProviderEndpoint.found(store.catalog().current(), principal, exchange.id());
    }

    private static Reply reply(ProviderCredential credential) {
        return Reply.ok(View.of(credential)).of(credential.revision());
    }
}
