// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Route;
import dev.penstock.inference.Target;
import dev.penstock.state.ConfigurationChange.RemoveRoute;
import dev.penstock.state.ConfigurationChange.UpdateRoute;
import dev.penstock.state.ConfiguredRoute;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Changes public model names.
final class RouteChanges {

    ConfiguredRoute add(Edit edit, Route wanted) throws SQLException {
        refuseTaken(edit, wanted.name());
        ConfiguredRoute route =
                new ConfiguredRoute(edit.newId(), edit.organisation(), wanted, edit.now());
        List<Parameters> targets = targets(edit, route);
        edit.transaction().change("routes.insert", parameters(edit, route));
        edit.transaction().changeAll("targets.insert", targets);
        edit.audit("route.add", route.id(), null, members(wanted));
        return route;
    }

    ConfiguredRoute update(Edit edit, UpdateRoute wanted) throws SQLException {
        ConfiguredRoute before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "model");
        if (wanted.route().equals(before.route())) {
            return before;
        }
        if (!wanted.route().name().equals(before.route().name())) {
            refuseTaken(edit, wanted.route().name());
        }
        ConfiguredRoute after =
                new ConfiguredRoute(
                        before.id(),
                        before.organisation(),
                        wanted.route(),
                        before.created(),
                        before.revision() + 1,
                        edit.now());
        List<Parameters> targets = targets(edit, after);
        edit.transaction().change("routes.update", parameters(edit, after));
        edit.transaction().change("targets.remove", ofRoute(edit, after.id()));
        edit.transaction().changeAll("targets.insert", targets);
        edit.audit("route.update", after.id(), members(before.route()), members(after.route()));
        return after;
    }

    UUID remove(Edit edit, RemoveRoute wanted) throws SQLException {
        ConfiguredRoute before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "model");
        edit.transaction().change("targets.remove", ofRoute(edit, wanted.id()));
        edit.transaction().change("routes.remove", edit.own(wanted.id()));
        edit.audit("route.remove", wanted.id(), members(before.route()), null);
        return wanted.id();
    }

    private static ConfiguredRoute find(Edit edit, UUID id) throws SQLException {
        List<Target> targets =
                edit.transaction()
                        .rows("targets.of-route", Parameters.of("route", id), CatalogRows::target);
        return edit.transaction()
                .first("routes.find", edit.own(id), row -> CatalogRows.route(row, targets))
                .orElseThrow(() -> Changes.notFound("model"));
    }

    private static void refuseTaken(Edit edit, String name) throws SQLException {
        if (edit.transaction()
                .any(
                        "routes.by-name",
                        Parameters.of("organisation", edit.organisation()).and("name", name))) {
            throw Changes.conflict("a model named '" + name + "' exists");
        }
    }

    private static List<Parameters> targets(Edit edit, ConfiguredRoute route) throws SQLException {
        List<Parameters> targets = new ArrayList<>();
        for (Target target : route.route().targets()) {
            targets.add(
                    ofRoute(edit, route.id())
                            .and("rank", targets.size())
                            .and("provider", provider(edit, target))
                            .and("model", target.model()));
        }
        return targets;
    }

    private static UUID provider(Edit edit, Target target) throws SQLException {
        return edit.transaction()
                .first(
                        "providers.by-uid",
                        Parameters.of("organisation", edit.organisation())
                                .and("uid", target.provider()),
                        row -> row.id("id"))
                .orElseThrow(() -> Changes.notFound("provider '" + target.provider() + "'"));
    }

    private static Parameters ofRoute(Edit edit, UUID route) {
        return Parameters.of("organisation", edit.organisation()).and("route", route);
    }

    private static Parameters parameters(Edit edit, ConfiguredRoute route) {
        return edit.own(route.id())
                .and("name", route.route().name())
                .and("created", route.created())
                .and("revision", route.revision())
                .and("updated", route.updated());
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
