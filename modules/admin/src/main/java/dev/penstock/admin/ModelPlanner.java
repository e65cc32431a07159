// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Route;
import dev.penstock.inference.Target;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfiguredRoute;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plans the public model names.
final class ModelPlanner {

    private static final String KIND = "model";

    private final Declared wanted;
    private final List<Declared.Model> models;
    private final ApplyPlanner.Around around;
    private final FileMistakes mistakes;
    private final ApplyPlan plan;
    private final UUID organisation;

    ModelPlanner(
            Declared wanted, ApplyPlanner.Around around, FileMistakes mistakes, ApplyPlan plan) {
        this.wanted = wanted;
        this.models = wanted.models() == null ? List.of() : wanted.models();
        this.around = around;
        this.mistakes = mistakes;
        this.plan = plan;
        this.organisation = around.tenant().organisation();
    }

    void remove() {
        if (!around.prune() || wanted.models() == null) {
            return;
        }
        for (ConfiguredRoute there : around.catalog().routes(organisation)) {
            Route route = there.route();
            if (models.stream().noneMatch(m -> m.name().equals(route.name()))) {
                plan.add(
                        members(route, null).of(PlannedChange.REMOVE, KIND, route.name()),
                        new ConfigurationChange.RemoveRoute(there.id(), there.revision()));
            }
        }
    }

    void put() {
        for (Declared.Model model : models) {
            checkProvider(model);
            if (model.name().isEmpty() || model.provider().isEmpty() || model.model().isEmpty()) {
                continue;
            }
            Route route =
                    new Route(model.name(), List.of(new Target(model.provider(), model.model())));
            Optional<ConfiguredRoute> there = around.catalog().route(organisation, model.name());
            if (there.isEmpty()) {
                plan.add(
                        members(null, route).of(PlannedChange.CREATE, KIND, model.name()),
                        new ConfigurationChange.AddRoute(route));
            } else if (there.get().route().equals(route)) {
                plan.keep();
            } else {
                plan.add(
                        members(there.get().route(), route)
                                .of(PlannedChange.CHANGE, KIND, model.name()),
                        new ConfigurationChange.UpdateRoute(
                                there.get().id(), there.get().revision(), route));
            }
        }
    }

    private void checkProvider(Declared.Model model) {
        List<Declared.Provider> named = wanted.providers();
        boolean inFile =
                named != null && named.stream().anyMatch(p -> p.uid().equals(model.provider()));
        boolean there =
                around.catalog().provider(organisation, model.provider()).isPresent()
                        && !(around.prune() && named != null);
        if (!model.provider().isEmpty() && !inFile && !there) {
            String pointer = model.pointer() + "/provider";
            mistakes.add(
                    pointer,
                    wanted.file().placeOf(pointer),
                    "'provider' is '"
                            + model.provider()
                            + "' but there is no such provider; name its uid");
        }
    }

    private static PlannedChange.Members members(@Nullable Route before, @Nullable Route after) {
        return new PlannedChange.Members()
                .add("provider", target(before, true), target(after, true))
                .add("model", target(before, false), target(after, false));
    }

    private static @Nullable String target(@Nullable Route route, boolean provider) {
        if (route == null) {
            return null;
        }
        Target first = route.targets().getFirst();
        return provider ? first.provider() : first.model();
    }
}
