// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Issues a key.
@CommandLine.Command(
        name = "issue",
        description = "Issue a key. It is printed alone on standard output, this once.")
final class KeyIssueCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "What it is for, so that people can tell keys apart.")
    private String name = "";

    @CommandLine.Option(
            names = "--model",
            required = true,
            paramLabel = "PATTERN",
            description = "What it may use: a model, a prefix and *, or * for all.")
    private List<String> models = List.of();

    @CommandLine.Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "When it dies: 30d, 12h, a date or a UTC time.")
    private @Nullable String expires;

    KeyIssueCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("models", models);
        if (expires != null) {
            body.put("expires", Expiry.parse(expires, InstantSource.system().instant()).toString());
        }
        JsonNode issued = admin.client(root.surroundings.environment()).post("/keys", body);
        root.surroundings
                .err()
                .println(
                        "Issued key '"
                                + name
                                + "' with id "
                                + issued.path("id").asString("")
                                + "; it is not shown again.");
        root.say(issued.path("key").asString(""));
        return 0;
    }
}
