// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.admin.Bootstrap;
import dev.penstock.app.plugins.Plugin;
import dev.penstock.app.server.Start;
import dev.penstock.app.settings.Settings;
import dev.penstock.inference.Secret;
import dev.penstock.spi.ProviderFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a start tells the person before the screen.
final class Greeting {

    private Greeting() {}

    static List<String> lines(Start start, Settings settings) {
        List<String> lines = new ArrayList<>();
        lines.add("Penstock " + VersionCommand.current());
        lines.add("  data     " + settings.data() + (start.opening().first() ? " (new)" : ""));
        start.plugins().loaded().forEach(plugin -> lines.add("  plugin   " + describe(plugin)));
        Start.Bootstrapped bootstrapped = start.bootstrapped();
        if (bootstrapped != null) {
            lines.addAll(brought(bootstrapped));
        }
        if (start.opening().masterKeyWritten() != null) {
            lines.add("");
            lines.add(
                    "A new master key was written to " + start.opening().masterKeyWritten() + ".");
            lines.add(
                    "Keep a copy of it elsewhere: without it no stored secret can be read again.");
        }
        Secret key = start.demoKey();
        if (key != null) {
            lines.add("");
            lines.add("Try it now; this key for the demo is shown only once:");
            lines.add("");
            lines.add("  " + curl(start.address(), key));
        }
        URI setup = start.setup();
        if (setup != null) {
            lines.add("");
            lines.add(
                    "Nobody owns this gateway yet. Open this link to become its owner; it works once:");
            lines.add("");
            lines.add("  " + setup);
        }
        lines.add("");
        lines.add("Management on " + start.management());
        lines.add("Penstock is ready on " + start.address());
        return lines;
    }

    private static List<String> brought(Start.Bootstrapped bootstrapped) {
        Bootstrap.Made made = bootstrapped.made();
        List<String> lines = new ArrayList<>();
        lines.add(
                "  file     "
                        + bootstrapped.file()
                        + (made.owner() ? " (the gateway has its owner now; " : " (")
                        + (made.changes() == 0
                                ? "all is as it says already)"
                                : made.changes() + " changed)"));
        if (!made.keys().isEmpty()) {
            lines.add("");
            lines.add("Keys that were issued; they are shown only once:");
            lines.add("");
            made.keys().forEach(key -> lines.add("  " + key.name() + "  " + key.key().reveal()));
        }
        return lines;
    }

    private static String curl(URI address, Secret key) {
        return "curl -N "
                + address
                + "/v1/chat/completions -H 'Authorization: Bearer "
                + key.reveal()
                + "' -H 'Content-Type: application/json' -d '{\"model\":\"demo/echo\",\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello from the other side of the"
                + " pipe\"}]}'";
    }

    private static String describe(Plugin plugin) {
        return plugin.jar()
                + plugin.providers().stream()
                        .map(ProviderFactory::type)
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
