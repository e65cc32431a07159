// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.log;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Sends log lines to standard error: our own from INFO on, those of libraries from WARNING on.
public final class LogSetup {

    private static final Logger ROOT = Logger.getLogger("");

    // A logger that nobody holds loses its level.
    private static final Logger OURS = Logger.getLogger("dev.penstock");

    // It says in a stack trace what Listeners says in a sentence.
    private static final Logger SERVER = Logger.getLogger("io.helidon.webserver.LoomServer");

    // Who starts the program with --verbose wants to see all.
    private static final AtomicBoolean VERBOSE = new AtomicBoolean();

    private LogSetup() {}

    /// Sets from which level on our own lines are written, at once. Without effect where the program
    /// was told to be verbose.
    public static void level(System.Logger.Level level) {
        if (!VERBOSE.get()) {
            OURS.setLevel(
                    switch (level) {
                        case OFF -> Level.OFF;
                        case ERROR -> Level.SEVERE;
                        case WARNING -> Level.WARNING;
                        case INFO -> Level.INFO;
                        case DEBUG -> Level.FINE;
                        case TRACE -> Level.FINER;
                        case ALL -> Level.ALL;
                    });
        }
    }

    /// Sets handlers, levels and the last resort for errors of threads.
    ///
    /// @param verbose whether lines of every level are written, and errors with their stack traces
    public static void apply(boolean verbose) {
        VERBOSE.set(verbose);
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        Handler handler = new ConsoleHandler();
        handler.setFormatter(new LineFormat(verbose));
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
        ROOT.setLevel(verbose ? Level.INFO : Level.WARNING);
        OURS.setLevel(verbose ? Level.FINE : Level.INFO);
        SERVER.setLevel(verbose ? Level.INFO : Level.OFF);
        Thread.setDefaultUncaughtExceptionHandler((thread, error) ->
                System.getLogger(LogSetup.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "thread '" + thread.getName() + "' ended unexpectedly",
                                error));
    }
}
