// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import java.net.URI;
import java.util.Locale;

/// Where a connection leads to; what connections are shared by.
///
/// @param tls whether it is `https`
/// @param host name or literal address in lower case, without brackets
/// @param port never -1
record Origin(boolean tls, String host, int port) {

    static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls =
                switch (scheme) {
                    case "https" -> true;
                    case "http" -> false;
                    default ->
                            throw new IllegalArgumentException(
                                    "scheme of an upstream URI is '"
                                            + scheme
                                            + "' but must be http or https");
                };
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return new Origin(tls, host, port);
    }

    /// The value of the header `host`.
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }
}
