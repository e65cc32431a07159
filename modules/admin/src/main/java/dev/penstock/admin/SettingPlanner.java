// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.Setting;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans the settings of the installation.
final class SettingPlanner {

    private static final String KIND = "setting";

    private SettingPlanner() {}

    static void plan(Declared declared, ApplyPlanner.Around around, ApplyPlan plan) {
        Map<String, String> settings = declared.settings();
        if (settings == null) {
            return;
        }
        Map<String, Setting> there = new TreeMap<>(around.catalog().settings(null));
        settings.forEach((name, content) -> {
            Setting before = there.remove(name);
            if (before != null && before.content().equals(content)) {
                plan.keep();
                return;
            }
            plan.add(
                    told(
                            before == null ? PlannedChange.CREATE : PlannedChange.CHANGE,
                            name,
                            before == null ? null : before.content(),
                            content),
                    new ConfigurationChange.PutSetting(
                            true, name, content, before == null ? 0L : before.revision()));
        });
        if (around.prune()) {
            there.forEach((name, before) ->
                    plan.add(
                            told(PlannedChange.REMOVE, name, before.content(), null),
                            new ConfigurationChange.RemoveSetting(true, name, before.revision())));
        }
    }

    private static PlannedChange told(
            String action, String name, @Nullable String before, @Nullable String after) {
        return new PlannedChange.Members().add("content", before, after).of(action, KIND, name);
    }
}
