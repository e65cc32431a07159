// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Lists keys.
@CommandLine.Command(name = "list", description = "List the issued keys, oldest first.")
final class KeyListCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    KeyListCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        List<JsonNode> keys = admin.client(root.surroundings.environment()).all("/keys");
        Instant now = InstantSource.system().instant();
        Table table = new Table("ID", "NAME", "KEY", "MODELS", "STATE", "CREATED");
        for (JsonNode key : keys) {
            List<String> models = new ArrayList<>();
            key.path("models").forEach(model -> models.add(model.asString("")));
            table.add(
                    text(key, "id"),
                    text(key, "name"),
                    "..." + text(key, "last_four"),
                    String.join(" ", models),
                    state(key, now),
                    text(key, "created"));
        }
        table.lines().forEach(root::say);
        return 0;
    }

    private static String state(JsonNode key, Instant now) {
        String expires = text(key, "expires");
        if (!text(key, "revoked").isEmpty()) {
            return "revoked";
        }
        if (key.path("disabled").asBoolean(false)) {
            return "disabled";
        }
        if (expires.isEmpty()) {
            return "active";
        }
        return (Instant.parse(expires).isAfter(now) ? "until " : "expired ") + expires;
    }

    private static String text(JsonNode key, String name) {
        return key.path(name).asString("");
    }
}
