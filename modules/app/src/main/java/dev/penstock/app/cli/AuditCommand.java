// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Shows the audit.
@CommandLine.Command(name = "audit", description = "Show who changed what, newest first.")
final class AuditCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--action",
            paramLabel = "TEXT",
            description = "Only actions that begin so, such as key.")
    private @Nullable String action;

    @CommandLine.Option(
            names = "--subject",
            paramLabel = "ID",
            description = "Only changes of this thing.")
    private @Nullable String subject;

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, up to 500 (50).")
    private int limit;

    AuditCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String path =
                new QueryText("/audit")
                        .with("action", action)
                        .with("subject", subject)
                        .with("limit", limit)
                        .toString();
        Table table = new Table("AT", "WHO", "ACTION", "SUBJECT");
        for (JsonNode row : admin.client(root.surroundings.environment()).get(path).path("data")) {
            table.add(
                    row.path("at").asString(""),
                    row.path("actor").asString(""),
                    row.path("action").asString(""),
                    row.path("subject").asString("-"));
        }
        table.lines().forEach(root::say);
        return 0;
    }
}
