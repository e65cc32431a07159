// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.Gateway;
import dev.penstock.app.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Starts the gateway and stays.
@CommandLine.Command(name = "serve", description = "Start the gateway; what 'penstock' alone does.")
final class ServeCommand implements Callable<Integer> {

    private final PenstockCommand root;

    ServeCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Surroundings surroundings = root.surroundings;
        surroundings.logging().apply(root.verbose);
        Settings settings = root.settings();
        Gateway gateway = Gateway.start(settings, surroundings.environment());
        surroundings
                .lifetime()
                .await(
                        gateway::close,
                        () -> {
                            Greeting.lines(gateway.facts(), settings).forEach(root::say);
                            surroundings.out().flush();
                        });
        return 0;
    }
}
