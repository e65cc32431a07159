// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks names up with a deadline, which the platform's resolver has not. Callers that ask for the
/// same name at once share one lookup, so a dead name server holds one thread for each name.
final class NameLookup {

    /// Asks the name server; may take as long as it likes.
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Map<String, CompletableFuture<List<InetAddress>>> running =
            new ConcurrentHashMap<>();

    NameLookup() {
        this(InetAddress::getAllByName);
    }

    NameLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /// The addresses of a host, in the resolver's order; not empty.
    ///
    /// @param host a name or a literal address
    /// @param nanos how long to wait
    List<InetAddress> addresses(String host, long nanos)
            throws UnknownHostException, TimeoutException, InterruptedException {
        try {
            return running.computeIfAbsent(host, this::begin).get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException _) {
            throw new UnknownHostException("unknown");
        }
    }

    private CompletableFuture<List<InetAddress>> begin(String host) {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        // A platform thread, because the resolver blocks in native code and would hold a carrier.
        Thread.ofPlatform()
                .daemon()
                .name("penstock-lookup")
                .start(() -> {
                    // Forgotten before it is told: whoever asks next gets a lookup of its own.
                    try {
                        List<InetAddress> addresses = List.of(resolver.addresses(host));
                        running.remove(host, found);
                        found.complete(addresses);
                    } catch (UnknownHostException | RuntimeException e) {
                        running.remove(host, found);
                        found.completeExceptionally(e);
                    }
                });
        return found;
    }
}
