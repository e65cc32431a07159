// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamRequest;
import dev.penstock.spi.UpstreamResponse;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what a provider sends.
final class CountedUpstream implements UpstreamClient {
    private final UpstreamClient client;
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger billable = new AtomicInteger();

    CountedUpstream(UpstreamClient client) {
        this.client = client;
    }

    int all() {
        return all.get();
    }

    /// Requests that ask for work: everything but GET and HEAD.
    int billable() {
        return billable.get();
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request) {
        all.incrementAndGet();
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            billable.incrementAndGet();
        }
        return client.send(request);
    }
}
