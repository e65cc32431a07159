// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.StateException;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import java.util.ArrayList;
import java.util.List;

/// Applies declarative files.
final class Application {

    private final AdminParts parts;
    private final Store store;

    Application(AdminParts parts) {
        this.parts = parts;
        this.store = parts.store();
    }

    /// Makes what is configured what a file says, whole or not at all.
    ///
    /// @throws FileMistakesException with everything that is wrong with the file, before anything changes
    /// @throws ProblemException 409 when somebody else has changed something meanwhile, or something that
    ///     the file does not name is in the way
    ApplyEndpoint.Applied apply(DeclarativeFile file, Actor actor, boolean dryRun, boolean prune) {
        FileMistakes mistakes = new FileMistakes();
        Declared declared = DeclaredReader.read(file, mistakes);
        if (declared.owner() != null) {
            mistakes.add(
                    "/owner",
                    file.placeOf("/owner"),
                    "'owner' counts at a first start alone, by the setting 'bootstrap'; leave it"
                            + " out here");
        }
        return apply(declared, mistakes, actor, dryRun, prune);
    }

    /// The same of a file that was understood.
    ///
    /// @param mistakes found in it so far
    ApplyEndpoint.Applied apply(
            Declared declared, FileMistakes mistakes, Actor actor, boolean dryRun, boolean prune) {
        Tenant first = store.accounts().firstTenant();
        ApplyPlan plan =
                ApplyPlanner.plan(
                        declared,
                        new ApplyPlanner.Around(
                                store.catalog().current(),
                                new Tenant(actor.organisation(), first.team(), first.project()),
                                parts.engine().providerTypes(),
                                prune,
                                parts.clock().instant(),
                                store.keyDigests(),
                                parts.random(),
                                parts.settings()),
                        mistakes);
        mistakes.done();
        List<Object> brought = plan.steps().isEmpty() ? List.of() : run(plan, actor, dryRun);
        return new ApplyEndpoint.Applied(
                dryRun, plan.told(), plan.unchanged(), dryRun ? List.of() : issued(plan, brought));
    }

    private List<Object> run(ApplyPlan plan, Actor actor, boolean dryRun) {
        try {
            return dryRun
                    ? store.configuration().preview(actor, plan.changes())
                    : store.configuration().apply(actor, plan.changes());
        } catch (StateException e) {
            if (e.change().isEmpty() || !refusal(e.kind())) {
                throw e;
            }
            PlannedChange told = plan.steps().get(e.change().getAsInt()).told();
            throw Problem.conflict(
                    "nothing was changed: to "
                            + told.action()
                            + " the "
                            + told.kind()
                            + " '"
                            + told.name()
                            + "' was refused, since "
                            + e.getMessage());
        }
    }

    private static boolean refusal(StateException.Kind kind) {
        return switch (kind) {
            case CONFLICT, NOT_FOUND, OUTDATED, SECRET_REQUIRED -> true;
            case UNAVAILABLE, UNUSABLE -> false;
        };
    }

    private static List<ApplyEndpoint.Issued> issued(ApplyPlan plan, List<Object> brought) {
        List<ApplyEndpoint.Issued> keys = new ArrayList<>();
        for (int i = 0; i < brought.size(); i++) {
            Secret key = plan.steps().get(i).issued();
            if (key != null && brought.get(i) instanceof KeyRecord record) {
                keys.add(
                        new ApplyEndpoint.Issued(
                                record.id(), record.name(), key.reveal(), record.expires()));
            }
        }
        return keys;
    }
}
