// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Tests a provider.
@CommandLine.Command(
        name = "test",
        description = "Ask a provider for its models now; fails when it does not answer.")
final class ProviderTestCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "UID", description = "The provider, by uid or id.")
    private String uid = "";

    @CommandLine.Option(
            names = "--credential",
            paramLabel = "NAME",
            description = "Test this credential of its pool, by name or id.")
    private @Nullable String credential;

    @CommandLine.Option(names = "--models", description = "List the models, one to a line.")
    private boolean models;

    ProviderTestCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        AdminClient client = admin.client(root.surroundings.environment());
        String path =
                "/providers/"
                        + client.named("/providers", "provider", "uid", uid)
                                .path("id")
                                .asString("");
        String which =
                credential == null
                        ? ""
                        : "?credential="
                                + client.named(
                                                path + "/credentials",
                                                "credential",
                                                "name",
                                                credential)
                                        .path("id")
                                        .asString("");
        JsonNode answer = client.post(path + "/probe" + which, Map.of());
        if (models) {
            answer.path("models").forEach(model -> root.say(model.asString("")));
        } else {
            root.say(sentence(answer));
        }
        return 0;
    }

    /// What a probe brought, for people.
    static String sentence(JsonNode answer) {
        int count = answer.path("models").size();
        return "It answered after "
                + answer.path("latency_ms").asLong(0)
                + " ms and offers "
                + count
                + (count == 1 ? " model." : " models.");
    }
}
