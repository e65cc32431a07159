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

    private final Declared wanted;
    private final ApplyPlanner.Around around;
    private final FileMistakes mistakes;
    private final ApplyPlan plan;

    SettingPlanner(
            Declared wanted, ApplyPlanner.Around around, FileMistakes mistakes, ApplyPlan plan) {
        this.wanted = wanted;
        this.around = around;
        this.mistakes = mistakes;
        this.plan = plan;
    }

    void plan() {
        Map<String, String> settings = wanted.settings();
        if (settings == null) {
            return;
        }
        Map<String, Setting> there = new TreeMap<>(around.catalog().settings(null));
        settings.forEach((name, content) -> {
            Setting before = there.remove(name);
            String wrong = wrong(name, content);
            LiveSettings.Pin pin = pin(name);
            if (wrong != null) {
                mistake(name, wrong);
            } else if (pin == null) {
                put(name, before, content);
            } else if (pin.content().equals(content)) {
                plan.keep();
            } else {
                mistake(
                        name,
                        "is fixed by "
                                + pin.by()
                                + " to '"
                                + pin.content()
                                + "'; take it out there and start again, or leave it out here");
            }
        });
        if (around.prune()) {
            there.forEach((name, before) ->
                    plan.add(
                            told(PlannedChange.REMOVE, name, before.content(), null),
                            new ConfigurationChange.RemoveSetting(true, name, before.revision())));
        }
    }

    private void put(String name, @Nullable Setting before, String content) {
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
    }

    private @Nullable String wrong(String name, String content) {
        if (content.length() > SettingEndpoint.MOST) {
            return "must be a text of at most " + SettingEndpoint.MOST + " characters";
        }
        try {
            around.settings().check(name, content);
            return null;
        } catch (IllegalArgumentException e) {
            return "is '" + content + "' but " + e.getMessage();
        }
    }

    private LiveSettings.@Nullable Pin pin(String name) {
        for (LiveSettings.Definition known : around.settings().definitions()) {
            if (known.name().equals(name)) {
                return known.pin();
            }
        }
        return null;
    }

    private void mistake(String name, String message) {
        String pointer = FileMistakes.member("/settings", name);
        mistakes.add(pointer, wanted.file().placeOf(pointer), "'" + name + "' " + message);
    }

    private static PlannedChange told(
            String action, String name, @Nullable String before, @Nullable String after) {
        return new PlannedChange.Members().add("content", before, after).of(action, KIND, name);
    }
}
