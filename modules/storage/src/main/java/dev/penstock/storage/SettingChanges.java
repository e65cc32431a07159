// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.ConfigurationChange.PutSetting;
import dev.penstock.state.ConfigurationChange.RemoveSetting;
import dev.penstock.state.Setting;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes settings.
final class SettingChanges {

    private record Stored(UUID id, Setting setting) {}

    Setting put(Edit edit, PutSetting wanted) throws SQLException {
        UUID organisation = wanted.installation() ? null : edit.organisation();
        Optional<Stored> found = find(edit, organisation, wanted.name());
        Edit.expect(
                wanted.revision(), found.map(s -> s.setting().revision()).orElse(0L), "setting");
        if (found.isEmpty()) {
            Setting made =
                    new Setting(organisation, wanted.name(), wanted.content(), 1, edit.now());
            UUID id = edit.newId();
            edit.transaction().change("settings.insert", parameters(id, made));
            edit.audit("setting.put", id, null, members(made));
            return made;
        }
        Stored before = found.get();
        if (before.setting().content().equals(wanted.content())) {
            return before.setting();
        }
        Setting after =
                new Setting(
                        organisation,
                        wanted.name(),
                        wanted.content(),
                        before.setting().revision() + 1,
                        edit.now());
        edit.transaction().change("settings.update", parameters(before.id(), after));
        edit.audit("setting.put", before.id(), members(before.setting()), members(after));
        return after;
    }

    String remove(Edit edit, RemoveSetting wanted) throws SQLException {
        UUID organisation = wanted.installation() ? null : edit.organisation();
        Stored before =
                find(edit, organisation, wanted.name())
                        .orElseThrow(() -> Changes.notFound("setting"));
        Edit.expect(wanted.revision(), before.setting().revision(), "setting");
        edit.transaction().change("settings.remove", Parameters.of("id", before.id()));
        edit.audit("setting.remove", before.id(), members(before.setting()), null);
        return wanted.name();
    }

    private static Optional<Stored> find(Edit edit, @Nullable UUID organisation, String name)
            throws SQLException {
        return edit.transaction()
                .first(
                        "settings.find",
                        Parameters.of("organisation", organisation).and("name", name),
                        row -> new Stored(row.id("id"), CatalogRows.setting(row)));
    }

    private static Parameters parameters(UUID id, Setting setting) {
        return Parameters.of("id", id)
                .and("organisation", setting.organisation())
                .and("name", setting.name())
                .and("content", setting.content())
                .and("revision", setting.revision())
                .and("updated", setting.updated());
    }

    private static Map<String, Object> members(Setting setting) {
        return Map.of(
                "name",
                setting.name(),
                "content",
                setting.content(),
                "installation",
                setting.organisation() == null);
    }
}
