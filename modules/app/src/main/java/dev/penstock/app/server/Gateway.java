// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.admin.AdminPlane;
import dev.penstock.app.settings.Settings;
import dev.penstock.engine.Engine;
import dev.penstock.proxy.DataPlane;
import dev.penstock.state.Store;
import io.helidon.webserver.WebServer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A gateway that runs. Closing it ends it in order.
public final class Gateway implements AutoCloseable {

    /// How long calls have, after their grace is over, to tell their callers so.
    static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final Supplier<Duration> grace;
    private final Parts parts;
    private final Start start;
    private final AtomicBoolean closed = new AtomicBoolean();

    Gateway(Supplier<Duration> grace, Parts parts, Start start) {
        this.grace = grace;
        this.parts = parts;
        this.start = start;
    }

    /// What must be closed.
    record Parts(
            Store store,
            Engine engine,
            DataPlane plane,
            AdminPlane admin,
            WebServer main,
            WebServer management,
            Health health,
            @Nullable CertificateWatch certificate) {}

    /// Starts a gateway that has no environment.
    ///
    /// @throws StartException when it cannot start; what was opened is closed again
    /// @throws dev.penstock.state.StateException when the store cannot be opened
    public static Gateway start(Settings settings) {
        return start(settings, Map.of());
    }

    /// Starts a gateway.
    ///
    /// @param environment where the file of the setting `bootstrap` may have its secrets
    /// @throws StartException when it cannot start; what was opened is closed again
    /// @throws dev.penstock.state.StateException when the store cannot be opened
    public static Gateway start(Settings settings, Map<String, String> environment) {
        try (Assembly assembly = new Assembly(settings, environment)) {
            return assembly.start();
        }
    }

    /// What the start has to tell.
    public Start facts() {
        return start;
    }

    /// Stops: says it is not ready, takes no new calls, lets those that run go on within the grace,
    /// ends the others with an error in their own dialect, and closes the store. Takes the grace and
    /// at most fifteen seconds. Closing twice is harmless.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Duration most = grace.get();
        LOG.log(Level.INFO, "stopping; calls that run have " + most.toSeconds() + " s");
        parts.health().drain();
        step("control plane", parts.admin()::close);
        Thread stopping = Thread.ofPlatform().daemon().name("drain").start(parts.main()::stop);
        join(stopping, most);
        if (parts.certificate() != null) {
            parts.certificate().close();
        }
        step("engine", parts.engine()::close);
        join(stopping, LAST_WORDS.plusSeconds(1));
        step("data plane", parts.plane()::close);
        step("store", parts.store()::close);
        step("management listener", parts.management()::stop);
        LOG.log(Level.INFO, "stopped");
    }

    // What comes after, above all the store, must be closed whatever happens before.
    private static void step(String name, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the " + name + " could not be closed", e);
        }
    }

    private static void join(Thread thread, Duration most) {
        try {
            thread.join(most);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
