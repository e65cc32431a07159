// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

/// Tells where requests come from, whatever stands between their callers and this server. It is asked
/// here and nowhere else which forwarding headers are believed.
@FunctionalInterface
public interface Origins {

    /// Where a request comes from. Never fails: what cannot be understood is not believed.
    Origin of(ServerRequest request);

    /// Believes the connection alone.
    Origins DIRECT =
            request ->
                    new Origin(
                            request.remotePeer().host(),
                            request.isSecure(),
                            request.headers().first(HeaderNames.HOST).orElse(""));

    /// Where a request comes from.
    ///
    /// @param address of the caller
    /// @param secure whether the caller speaks TLS
    /// @param host the name and port that the caller asked for; empty when it named none
    record Origin(String address, boolean secure, String host) {

        /// Whether what is sent stays secret on its way: by TLS, or because the caller asked for a name
        /// of its own machine.
        public boolean confidential() {
            return secure || host.toLowerCase(java.util.Locale.ROOT).matches(LOOPBACK);
        }

        private static final String LOOPBACK =
                "(([a-z0-9-]+\\.)*localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?";
    }
}
