// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.net.URI;

/// Where to listen.
///
/// @param host a name or address of this machine
/// @param port 0 takes any free one
public record ListenAddress(String host, int port) {

    public ListenAddress {
        Values.host(host);
        Values.port(Integer.toString(port));
    }

    /// The address that a person on this machine can open.
    ///
    /// @param scheme `http` or `https`
    /// @param bound the port that was taken
    public URI url(String scheme, int bound) {
        String shown =
                switch (host) {
                    case "0.0.0.0", "::", "[::]", "*" -> "127.0.0.1";
                    default ->
                            host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
                };
        return URI.create(scheme + "://" + shown + ":" + bound);
    }
}
