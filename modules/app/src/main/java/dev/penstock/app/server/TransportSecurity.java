// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.admin.Origins;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Tells callers who came over TLS to come so for a year (RFC 6797). Browsers heed it for names, not
/// for addresses, and not where they warned of the certificate.
final class TransportSecurity implements Filter {

    private static final Header FOR_A_YEAR =
            HeaderValues.createCached("strict-transport-security", "max-age=31536000");

    private final Origins origins;

    TransportSecurity(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (origins.of(request).secure()) {
            response.header(FOR_A_YEAR);
        }
        chain.proceed();
    }
}
