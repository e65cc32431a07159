// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.prices.PriceList;
import dev.penstock.inference.Price;
import io.helidon.webserver.http.HttpRouting;
import java.lang.System.Logger.Level;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// What a start does beside the opening of the store, because it waits for nothing: together these
/// take as long as the opening itself.
final class Ahead {

    private static final System.Logger LOG = System.getLogger(Ahead.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<List<Price>> prices = new CompletableFuture<>();

    private Ahead() {}

    /// Begins; returns at once.
    static Ahead begin() {
        Ahead ahead = new Ahead();
        Thread.ofPlatform().daemon().name("start-ahead").start(ahead::run);
        // The first routing finds and makes the services of the HTTP server; the process keeps
        // them.
        Thread.ofPlatform().daemon().name("start-server").start(HttpRouting::builder);
        return ahead;
    }

    private void run() {
        try {
            prices.complete(PriceList.all());
        } catch (RuntimeException | Error e) {
            prices.completeExceptionally(e);
        }
        try {
            // Reads the certificates that the machine trusts; the process keeps them.
            SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            LOG.log(Level.DEBUG, "whoever needs it will say so", e);
        }
    }

    /// The prices that come with the gateway. Waits until they are read.
    ///
    /// @throws StartException when the start is interrupted
    List<Price> prices() {
        try {
            return prices.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StartException("the start was interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the price list cannot be read", e);
        }
    }
}
