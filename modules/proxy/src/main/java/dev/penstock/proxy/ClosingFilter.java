// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Keeps the promise of `connection: close`. The server alone would go on reading, and take what is
/// left of a refused body for the next request.
final class ClosingFilter implements Filter {

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (!closes(response.headers()) && !closes(request.headers())) {
            return;
        }
        CallerContext connection = CallerContext.of(request);
        if (connection != null && !request.content().consumed()) {
            connection.leaveUnread();
        }
        throw new CloseConnectionException("the answer said that the connection ends here");
    }

    // Mostly the header is not there at all.
    private static boolean closes(Headers headers) {
        return headers.contains(HeaderNames.CONNECTION)
                && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }
}
