// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Lists settings.
@CommandLine.Command(name = "list", description = "List the settings and their values in force.")
final class SettingListCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    SettingListCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Table table = new Table("NAME", "VALUE", "SOURCE", "RULE");
        for (JsonNode setting :
                admin.client(root.surroundings.environment()).get("/settings").path("data")) {
            String pin = setting.path("pinned_by").asString("");
            table.add(
                    setting.path("name").asString(""),
                    setting.path("value").asString("-"),
                    pin.isEmpty() ? setting.path("source").asString("") : "fixed by " + pin,
                    setting.path("rule").asString(""));
        }
        table.lines().forEach(root::say);
        return 0;
    }
}
