// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.admin.DeclarativeFile;
import dev.penstock.admin.FileMistake;
import dev.penstock.admin.FileMistakesException;
import dev.penstock.app.settings.LocalReferences;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Makes what is configured what a file says.
@CommandLine.Command(
        name = "apply",
        description = "Make what is configured what a file says, whole or not at all.",
        footer = {
            "",
            "The file is YAML, or JSON when its name ends in .json. Secrets stand in it as",
            "${env:NAME} or ${file:PATH} and are read here; secrets left out stay as they",
            "are. What is to be done is shown, and asked for unless --yes is given.",
            "",
            "Exit codes: 0 done or nothing to do, 1 failed, 2 not understood, 3 see",
            "--exit-code."
        })
final class ApplyCommand implements Callable<Integer> {

    private static final int NOT_UNDERSTOOD = 2;
    private static final int DIFFERENT = 3;

    private final PenstockCommand root;

    @CommandLine.Mixin private AdminOptions admin = new AdminOptions();

    @CommandLine.Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    @CommandLine.Option(names = "--dry-run", description = "Only show what would be done.")
    private boolean dryRun;

    @CommandLine.Option(
            names = "--prune",
            description = "Remove what the file does not name, of the kinds that it names.")
    private boolean prune;

    @CommandLine.Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @CommandLine.Option(
            names = "--exit-code",
            description = "Exit with 3 when a dry run finds differences.")
    private boolean exitCode;

    ApplyCommand(PenstockCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.surroundings.logging().apply(root.verbose);
        if (file.equals("-") && !yes && !dryRun) {
            throw new CommandFailure(
                    "a file on standard input leaves nothing to answer with; add --yes or --dry-run");
        }
        try {
            return applied();
        } catch (FileMistakesException e) {
            MistakeLines.print(
                    root.surroundings.err(),
                    file.equals("-") ? "standard input" : file,
                    e.mistakes());
            return NOT_UNDERSTOOD;
        }
    }

    private int applied() {
        Path folder = file.equals("-") ? Path.of("") : folder(Path.of(file));
        DeclarativeFile written =
                DeclarativeFile.read(bytes(), DeclarativeFile.Format.of(file))
                        // For a first start alone: there is somebody who types this.
                        .without("owner");
        DeclarativeFile whole =
                written.resolved(new LocalReferences(root.surroundings.environment(), folder));
        if (dryRun || !yes) {
            JsonNode plan = send(whole, true);
            PlanLines.of(plan).forEach(root::say);
            boolean different = !plan.path("changes").isEmpty();
            if (dryRun || !different) {
                return different && exitCode ? DIFFERENT : 0;
            }
            if (!confirmed()) {
                throw new CommandFailure("nothing was changed");
            }
        }
        JsonNode done = send(whole, false);
        PlanLines.of(done).forEach(root::say);
        sayKeys(done.path("keys"));
        return 0;
    }

    private void sayKeys(JsonNode keys) {
        if (keys.isEmpty()) {
            return;
        }
        root.say("");
        root.say("Keys that were issued; they are not shown again:");
        Table table = new Table("NAME", "KEY", "ID");
        keys.forEach(key ->
                table.add(
                        key.path("name").asString(""),
                        key.path("key").asString(""),
                        key.path("id").asString("")));
        table.lines().forEach(root::say);
    }

    private JsonNode send(DeclarativeFile whole, boolean dry) {
        AdminClient.Answer answer =
                admin.client(root.surroundings.environment())
                        .ask(
                                "POST",
                                "/apply?dry_run=" + dry + "&prune=" + prune,
                                "application/json",
                                whole.json());
        JsonNode errors = answer.json().path("errors");
        if (answer.status() != 422 || errors.isEmpty()) {
            return answer.success();
        }
        List<FileMistake> mistakes = new ArrayList<>();
        errors.forEach(error ->
                mistakes.add(
                        whole.placed(
                                error.path("pointer").asString(""),
                                error.path("message").asString(""))));
        throw new FileMistakesException(mistakes);
    }

    private boolean confirmed() {
        root.surroundings.out().print("Do it? [y/N] ");
        root.surroundings.out().flush();
        try {
            // Not closed: standard input is not ours.
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(root.surroundings.in(), StandardCharsets.UTF_8));
            String answer = in.readLine();
            return answer != null
                    && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new CommandFailure("standard input cannot be read; add --yes", e);
        }
    }

    private byte[] bytes() {
        try (InputStream in =
                file.equals("-") ? root.surroundings.in() : Files.newInputStream(Path.of(file))) {
            return in.readNBytes(DeclarativeFile.MOST_BYTES + 1);
        } catch (IOException e) {
            throw new CommandFailure("the file " + file + " cannot be read; check its name", e);
        }
    }

    private static Path folder(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        return folder == null ? Path.of("") : folder;
    }
}
