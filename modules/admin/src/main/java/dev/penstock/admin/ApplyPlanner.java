// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Catalog;
import dev.penstock.state.KeyDigests;
import dev.penstock.state.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// Finds the way from a catalogue to a declarative file. What stands in the way for a reason that the
/// file is to blame for is a mistake of it.
final class ApplyPlanner {

    private ApplyPlanner() {}

    /// What planning takes.
    ///
    /// @param catalog what is there
    /// @param tenant whose configuration it is, and where new keys go
    /// @param types the known types of providers
    /// @param prune whether things of the named kinds that the file does not name are removed
    /// @param now the time
    /// @param digests of issued keys
    /// @param random for keys
    /// @param settings those that are known
    record Around(
            Catalog catalog,
            Tenant tenant,
            List<String> types,
            boolean prune,
            Instant now,
            KeyDigests digests,
            RandomGenerator random,
            LiveSettings settings) {}

    static ApplyPlan plan(Declared wanted, Around around, FileMistakes mistakes) {
        ApplyPlan plan = new ApplyPlan();
        ModelPlanner models = new ModelPlanner(wanted, around, mistakes, plan);
        ProviderPlanner providers = new ProviderPlanner(wanted, around, mistakes, plan);
        // What names a provider goes before it, and comes after it.
        models.remove();
        providers.put();
        models.put();
        providers.remove();
        new KeyPlanner(wanted, around, mistakes, plan).plan();
        PricePlanner.plan(wanted, around, mistakes, plan);
        new SettingPlanner(wanted, around, mistakes, plan).plan();
        return plan;
    }
}
