// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Shows calls.
@CommandLine.Command(
        name = "calls",
        description = "Show the attempts to answer calls, newest first.")
final class CallsCommand implements Callable<Integer> {

    private static final String LINE = "%-24s %-8s %-8s %-20s %-28s %8s %8s %s";

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(names = "--key", paramLabel = "ID", description = "Only of this key.")
    private @Nullable String key;

    @CommandLine.Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Only for this public model name.")
    private @Nullable String model;

    @CommandLine.Option(
            names = "--provider",
            paramLabel = "UID",
            description = "Only by this provider.")
    private @Nullable String provider;

    @CommandLine.Option(
            names = "--outcome",
            paramLabel = "WORD",
            description = "Only those that ended so: ok, or a failure.")
    private @Nullable String outcome;

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, up to 500 (50).")
    private int limit;

    @CommandLine.Option(
            names = "--follow",
            description = "Show them as they open and close, until stopped.")
    private boolean follow;

    CallsCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        root.say(
                LINE.formatted(
                        "OPENED",
                        "STATE",
                        "OUTCOME",
                        "PROVIDER",
                        "MODEL",
                        "INPUT",
                        "OUTPUT",
                        "COST"));
        if (follow) {
            client.follow(filtered("/calls/live").toString(), this::show);
        } else {
            client.get(filtered("/calls").with("limit", limit).toString())
                    .path("data")
                    .forEach(this::show);
        }
        return 0;
    }

    private QueryText filtered(String path) {
        return new QueryText(path)
                .with("key", key)
                .with("model", model)
                .with("provider", provider)
                .with("outcome", outcome);
    }

    private void show(JsonNode attempt) {
        JsonNode usage = attempt.path("usage");
        root.say(
                LINE.formatted(
                                attempt.path("opened").asString(""),
                                attempt.path("state").asString(""),
                                attempt.path("outcome").asString("-"),
                                attempt.path("provider").asString(""),
                                attempt.path("public_model").asString(""),
                                usage.path("input_tokens").asString("-"),
                                usage.path("output_tokens").asString("-"),
                                attempt.path("cost_usd").asString("-"))
                        .stripTrailing());
        root.surroundings.out().flush();
    }
}
