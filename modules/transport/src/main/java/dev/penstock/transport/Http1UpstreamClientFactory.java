// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import dev.penstock.spi.UpstreamClient;
import dev.penstock.spi.UpstreamClientFactory;
import dev.penstock.spi.UpstreamClientSettings;
import java.time.InstantSource;

/// Makes HTTP/1.1 clients.
public final class Http1UpstreamClientFactory implements UpstreamClientFactory {

    /// Called by the service loader.
    public Http1UpstreamClientFactory() {}

    /// The clock is not used: what is measured here are waits of sockets, which follow the monotonic
    /// clock whatever the time of day does.
    @Override
    public UpstreamClient create(UpstreamClientSettings settings, InstantSource clock) {
        Dialer dialer =
                new Dialer(
                        new NameLookup(),
                        new AddressGuard(settings.privateAddressesAllowed()),
                        TlsLayer.system());
        return new Http1UpstreamClient(dialer);
    }
}
