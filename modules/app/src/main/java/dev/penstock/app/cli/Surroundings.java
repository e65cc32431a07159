// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.app.log.LogSetup;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What commands have around them.
///
/// @param home the folder of the installation
/// @param environment the environment variables
/// @param in standard input
/// @param out for what was asked for
/// @param err for what went wrong
/// @param logging sets the log up, told whether it is verbose
/// @param lifetime how long a server runs
record Surroundings(
        Path home,
        Map<String, String> environment,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Logging logging,
        Lifetime lifetime) {

    /// Sets the log up.
    @FunctionalInterface
    interface Logging {
        void apply(boolean verbose);
    }

    /// How long a server runs.
    @FunctionalInterface
    interface Lifetime {

        /// Returns, or ends the process, when the server was asked to stop and has stopped.
        ///
        /// @param stop stops it
        /// @param ready told once a wish to stop would be heard, so that nobody who was told can ask in
        ///     vain
        void await(Runnable stop, Runnable ready);
    }

    /// Those of this process.
    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        String home =
                System.getProperty("penstock.home", environment.getOrDefault("PENSTOCK_HOME", ""));
        return new Surroundings(
                Path.of(home).toAbsolutePath().normalize(),
                environment,
                System.in,
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                LogSetup::apply,
                Surroundings::untilSignal);
    }

    // A server that was asked to stop and has done so did what it should: exit code 0, where the
    // JVM
    // would end with 128 and the signal.
    private static void untilSignal(Runnable stop, Runnable ready) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(() -> {
                                    int code = 1;
                                    try {
                                        stop.run();
                                        code = 0;
                                    } finally {
                                        Runtime.getRuntime().halt(code);
                                    }
                                }));
        ready.run();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
