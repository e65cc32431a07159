// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Route;
import dev.penstock.inference.Target;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.Store;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The public model names.
final class ModelEndpoint implements Endpoint {

    private final Store store;

    ModelEndpoint(AdminParts parts) {
        this.store = parts.store();
    }

    /// A public name and what answers it.
    record View(UUID id, String name, String provider, String model, Instant created) {

        static View of(ConfiguredRoute route) {
            Target first = route.route().targets().getFirst();
            return new View(
                    route.id(),
                    route.route().name(),
                    first.provider(),
                    first.model(),
                    route.created());
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
                                .map(View::of));
        routes.add(Method.POST, "/models", User.Role.ADMIN, this::add);
        routes.remove(
                "/models",
                User.Role.ADMIN,
                (p, id) -> store.configuration().removeRoute(p.actor(), id));
    }

    private Reply add(Exchange exchange, Principal principal) {
        Fields body = exchange.body();
        String name = body.text("name", 200);
        String provider = body.text("provider", 64);
        String model = body.text("model", 200);
        if (!body.failed("name") && !name.matches("[\\x21-\\x7e]+")) {
            body.mistake("name", "is '" + name + "' but must be of visible ASCII without spaces");
        }
        body.done();
        return Reply.created(
                View.of(
                        store.configuration()
                                .addRoute(
                                        principal.actor(),
                                        new Route(name, List.of(new Target(provider, model))))));
    }
}
