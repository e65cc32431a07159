// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.Fields.Amended;
import dev.penstock.inference.Route;
import dev.penstock.inference.Target;
import dev.penstock.state.ConfigurationChange.RemoveRoute;
import dev.penstock.state.ConfigurationChange.UpdateRoute;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.Store;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The public model names.
final class ModelEndpoint implements Endpoint {

    private final Store store;

    ModelEndpoint(AdminParts parts) {
        this.store = parts.store();
    }

    /// A public name and what answers it.
    record View(
            UUID id,
            String name,
            String provider,
            String model,
            Instant created,
            Instant updated,
            long revision) {

        static View of(ConfiguredRoute route) {
            Target first = route.route().targets().getFirst();
            return new View(
                    route.id(),
                    route.route().name(),
                    first.provider(),
                    first.model(),
                    route.created(),
                    route.updated(),
                    route.revision());
        }
    }

    @Override
    public String part() {
        return "models";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/models",
                User.Role.VIEWER,
                p ->
                        store.catalog().current().routes(p.user().organisation()).stream()
                                .map(View::of),
                View::name);
        routes.add(Method.POST, "/models", User.Role.ADMIN, this::add);
        routes.add(
                Method.GET,
                "/models/{id}",
                User.Role.VIEWER,
                (exchange, p) -> reply(found(p, exchange.id())));
        routes.add(Method.PATCH, "/models/{id}", User.Role.ADMIN, this::patch);
        routes.remove(
                "/models",
                User.Role.ADMIN,
                (p, id, expected) -> {
                    var _ = store.configuration().apply(p.actor(), new RemoveRoute(id, expected));
                });
    }

    private Reply add(Exchange exchange, Principal principal) {
        Fields body = exchange.body();
        String name = name(body);
        String provider = body.text("provider", 64);
        String model = body.text("model", 200);
        body.done();
        ConfiguredRoute made =
                store.configuration()
                        .addRoute(
                                principal.actor(),
                                new Route(name, List.of(new Target(provider, model))));
        return Reply.created(View.of(made)).of(made.revision());
    }

    private Reply patch(Exchange exchange, Principal principal) {
        UUID id = exchange.id();
        Fields body = exchange.body();
        Amended<String> name = body.amended("name", _ -> name(body));
        Amended<String> provider = body.amended("provider", member -> body.text(member, 64));
        Amended<String> model = body.amended("model", member -> body.text(member, 200));
        body.done();
        return reply(
                Revisions.amended(
                        exchange.expected(),
                        () -> found(principal, id),
                        ConfiguredRoute::revision,
                        now -> {
                            List<Target> targets = new ArrayList<>(now.route().targets());
                            Target first = targets.getFirst();
                            targets.set(
                                    0,
                                    new Target(
                                            provider.of(first.provider()),
                                            model.of(first.model())));
                            return store.configuration()
                                    .apply(
                                            principal.actor(),
                                            new UpdateRoute(
                                                    id,
                                                    now.revision(),
                                                    new Route(
                                                            name.of(now.route().name()), targets)));
                        }));
    }

    private ConfiguredRoute found(Principal principal, UUID id) {
        return store.catalog()
                .current()
                .route(principal.user().organisation(), id)
                .orElseThrow(() -> Problem.notFound("there is no model with the id " + id));
    }

    private static Reply reply(ConfiguredRoute route) {
        return Reply.ok(View.of(route)).of(route.revision());
    }

    private static String name(Fields body) {
        String name = body.text("name", 200);
        if (!body.failed("name") && !name.matches("[\\x21-\\x7e]+")) {
            body.mistake("name", "is '" + name + "' but must be of visible ASCII without spaces");
        }
        return name;
    }
}
