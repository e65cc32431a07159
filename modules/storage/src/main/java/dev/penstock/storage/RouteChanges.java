// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Route;
import dev.penstock.inference.Target;
import dev.penstock.state.Actor;
import dev.penstock.state.ConfiguredRoute;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Adds and removes public model names.
final class RouteChanges {

    private final Changes changes;

    RouteChanges(Changes changes) {
        this.changes = changes;
    }

    ConfiguredRoute add(Actor actor, Route wanted) {
        ConfiguredRoute route =
                new ConfiguredRoute(changes.newId(), actor.organisation(), wanted, changes.now());
        return changes.make(transaction -> {
            insert(transaction, route);
            changes.audit(
                    transaction,
                    actor,
                    new Audit.Change("route.add", route.id(), null, members(wanted)));
            return route;
        });
    }

    void remove(Actor actor, UUID id) {
        var _ =
                changes.make(transaction -> {
                    Parameters own =
                            Parameters.of("organisation", actor.organisation())
                                    .and("id", id)
                                    .and("route", id);
                    String name =
                            transaction
                                    .first("routes.find", own, row -> row.text("name"))
                                    .orElseThrow(() -> Changes.notFound("model"));
                    transaction.change("targets.remove", own);
                    transaction.change("routes.remove", own);
                    changes.audit(
                            transaction,
                            actor,
                            new Audit.Change("route.remove", id, Map.of("name", name), null));
                    return id;
                });
    }

    private static void insert(Transaction transaction, ConfiguredRoute route) throws SQLException {
        Parameters row =
                Parameters.of("id", route.id())
                        .and("organisation", route.organisation())
                        .and("name", route.route().name())
                        .and("created", route.created());
        if (transaction.any("routes.by-name", row)) {
            throw Changes.conflict("a model named '" + route.route().name() + "' exists");
        }
        List<Parameters> targets = new ArrayList<>();
        for (Target target : route.route().targets()) {
            targets.add(
                    Parameters.of("organisation", route.organisation())
                            .and("route", route.id())
                            .and("rank", targets.size())
                            .and("provider", provider(transaction, route, target))
                            .and("model", target.model()));
        }
        transaction.change("routes.insert", row);
        transaction.changeAll("targets.insert", targets);
    }

    private static UUID provider(Transaction transaction, ConfiguredRoute route, Target target)
            throws SQLException {
        return transaction
                .first(
                        "providers.by-uid",
                        Parameters.of("organisation", route.organisation())
                                .and("uid", target.provider()),
                        row -> row.id("id"))
                .orElseThrow(() -> Changes.notFound("provider '" + target.provider() + "'"));
    }

    private static Map<String, Object> members(Route route) {
        return Map.of(
                "name",
                route.name(),
                "targets",
                route.targets().stream()
                        .map(target -> target.provider() + "/" + target.model())
                        .toList());
    }
}
