// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Caller;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;

/// Calls in Google's format, which share one route: what is asked stands behind the last colon.
final class GeminiCalls implements Guarded.Endpoint {

    private final InferenceEndpoint conversations;
    private final InferenceEndpoint counts;

    GeminiCalls(InferenceEndpoint conversations, InferenceEndpoint counts) {
        this.conversations = conversations;
        this.counts = counts;
    }

    @Override
    public void serve(UUID id, Caller caller, ServerRequest request, ServerResponse response) {
        boolean count = GeminiPath.of(request).method().equals(GeminiPath.COUNT);
        (count ? counts : conversations).serve(id, caller, request, response);
    }
}
