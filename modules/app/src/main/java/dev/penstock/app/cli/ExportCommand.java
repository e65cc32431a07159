// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Writes what is configured as a file.
@CommandLine.Command(
        name = "export",
        description = "Write what is configured as a file that apply understands.",
        footer = {"", "Secrets are not in it: it says which variable each is to be put into."})
final class ExportCommand implements Callable<Integer> {

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "The file to write over, JSON when its name ends in .json; else YAML to"
                            + " standard output.")
    private @Nullable Path to;

    ExportCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        boolean json = to != null && to.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        AdminClient.Answer answer =
                admin.client(root.surroundings.environment())
                        .ask(
                                "GET",
                                "/export",
                                json ? "application/json" : "application/yaml",
                                new byte[0]);
        String text = answer.successText();
        if (to == null) {
            root.surroundings.out().print(text);
            return 0;
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(to + " cannot be written; check its folder and space", e);
        }
        root.say("What is configured was written to " + to + ".");
        return 0;
    }
}
