// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.server.StartException;
import dev.penstock.app.settings.SettingsException;
import dev.penstock.state.StateException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Says what went wrong: a sentence, and never a stack trace unless one was asked for.
final class Failures
        implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {

    // That of picocli, without its classes.
    private static final int SOFTWARE = 1;

    private final PrintWriter err;

    Failures(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int handleExecutionException(
            Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        return tell(error, verbose(command));
    }

    /// Says what went wrong with a command.
    ///
    /// @return the exit code
    int tell(Exception error, boolean verbose) {
        switch (error) {
            case SettingsException settings -> mistakes(settings.mistakes());
            case CommandFailure failure -> say(failure.getMessage());
            case StartException failure -> say(failure.getMessage());
            case StateException failure -> say(failure.getMessage());
            default ->
                    say(
                            "failed unexpectedly: "
                                    + error
                                    + (verbose ? "" : "; --verbose shows more"));
        }
        if (verbose) {
            error.printStackTrace(err);
        }
        return SOFTWARE;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        say(error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private void mistakes(List<String> mistakes) {
        if (mistakes.size() == 1) {
            say(mistakes.getFirst());
            return;
        }
        say("the configuration has " + mistakes.size() + " mistakes:");
        mistakes.forEach(mistake -> err.println("  - " + mistake));
    }

    private void say(@Nullable String sentence) {
        err.println("penstock: " + sentence);
    }

    private static boolean verbose(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof PenstockCommand root
                && root.verbose;
    }
}
