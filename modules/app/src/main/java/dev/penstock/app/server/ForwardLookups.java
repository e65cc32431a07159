// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Names become addresses as always, but addresses never become names: the server would ask for the
/// name of every caller's address before it begins TLS, and whoever owns that address decides how
/// long the answer takes.
public final class ForwardLookups extends InetAddressResolverProvider {

    /// Made by the JDK.
    public ForwardLookups() {}

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtIn = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                return builtIn.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                throw new UnknownHostException("names of addresses are not looked up");
            }
        };
    }

    @Override
    public String name() {
        return "penstock-forward-lookups";
    }
}
