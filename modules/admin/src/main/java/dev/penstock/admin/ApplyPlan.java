// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.ConfigurationChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from what is there to what a declarative file says, in an order in which it can be gone.
final class ApplyPlan {

    private final List<Step> steps = new ArrayList<>();
    private int unchanged;

    /// One change to be made.
    ///
    /// @param told which difference it is part of
    /// @param change for the store
    /// @param issued the key that it issues, or null
    record Step(PlannedChange told, ConfigurationChange<?> change, @Nullable Secret issued) {}

    void add(PlannedChange told, ConfigurationChange<?> change) {
        steps.add(new Step(told, change, null));
    }

    void issue(PlannedChange told, ConfigurationChange<?> change, Secret key) {
        steps.add(new Step(told, change, key));
    }

    void keep() {
        unchanged++;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    List<ConfigurationChange<?>> changes() {
        List<ConfigurationChange<?>> changes = new ArrayList<>();
        steps.forEach(step -> changes.add(step.change()));
        return changes;
    }

    List<PlannedChange> told() {
        return steps.stream().map(Step::told).distinct().toList();
    }

    int unchanged() {
        return unchanged;
    }
}
