// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Tells the version.
@CommandLine.Command(name = "version", description = "Tell the version of Penstock and of Java.")
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {

    private final PenstockCommand root;

    VersionCommand(PenstockCommand root) {
        this.root = root;
    }

    static String current() {
        return Optional.ofNullable(VersionCommand.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(unknown version)");
    }

    @Override
    public Integer call() {
        for (String line : getVersion()) {
            root.say(line);
        }
        return 0;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "Penstock " + current(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
