// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.log;

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

    private LogSetup() {}

    /// Sets handlers, levels and the last resort for errors of threads.
    ///
    /// @param verbose whether lines of every level are written, and errors with their stack traces
    public static void apply(boolean verbose) {
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
