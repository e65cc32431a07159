// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Adds a public model name.
@CommandLine.Command(name = "add", description = "Give a provider's model a public name.")
final class ModelAddCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "NAME", description = "What callers write.")
    private String name = "";

    @CommandLine.Option(
            names = "--provider",
            required = true,
            paramLabel = "UID",
            description = "Who answers.")
    private String provider = "";

    @CommandLine.Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "The provider's own name of the model.")
    private String model = "";

    ModelAddCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("provider", provider);
        body.put("model", model);
        var _ = admin.client(root.surroundings.environment()).post("/models", body);
        root.say("Model '" + name + "' is answered by " + provider + "/" + model + ".");
        return 0;
    }
}
