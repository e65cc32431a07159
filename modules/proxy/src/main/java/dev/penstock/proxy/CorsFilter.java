// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lets pages of some origins call the endpoints of applications (Fetch Standard, CORS protocol), and
/// nothing else of this server. Keys come in headers that a page must set by itself, so credentials of
/// the browser are never allowed. A page of another origin gets the answer of any caller, which its
/// browser then keeps from it.
final class CorsFilter implements Filter {

    private static final Pattern PATHS = Pattern.compile("/(v1|openai|anthropic)(/.*)?|/ping");
    private static final Pattern HEADERS =
            Pattern.compile(
                    "accept|authorization|content-type|idempotency-key|x-client-request-id"
                            + "|x-api-key|api-key|x-goog-api-key|xi-api-key|x-request-id"
                            + "|(anthropic|openai|x-stainless|x-penstock)-[a-z0-9-]+");
    private static final Set<Method> METHODS = Set.of(Method.GET, Method.HEAD, Method.POST);
    private static final String EXPOSED =
            "x-request-id, request-id, retry-after, retry-after-ms, x-should-retry,"
                    + " x-penstock-provider, x-penstock-model, x-penstock-attempts,"
                    + " x-penstock-dropped, x-penstock-upstream-id";
    private static final String MAX_AGE = "600";
    private static final String ANY = "*";

    private static final HeaderName ALLOW_ORIGIN = name("allow-origin");
    private static final HeaderName ALLOW_METHODS = name("allow-methods");
    private static final HeaderName ALLOW_HEADERS = name("allow-headers");
    private static final HeaderName EXPOSE_HEADERS = name("expose-headers");
    private static final HeaderName KEEP = name("max-age");
    private static final HeaderName ASKED_METHOD = name("request-method");
    private static final HeaderName ASKED_HEADERS = name("request-headers");

    private final Set<String> origins;

    /// @param origins as browsers write them; `*` is any
    CorsFilter(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    private static HeaderName name(String last) {
        return HeaderNames.create("access-control-" + last);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!PATHS.matcher(request.path().absolute().path()).matches()) {
            chain.proceed();
            return;
        }
        response.headers().add(HeaderNames.VARY, "Origin");
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (origin.isEmpty() || !(origins.contains(ANY) || origins.contains(origin))) {
            chain.proceed();
            return;
        }
        response.header(ALLOW_ORIGIN, origins.contains(ANY) ? ANY : origin);
        if (preflight(request)) {
            permit(request, response);
        } else {
            response.header(EXPOSE_HEADERS, EXPOSED);
            chain.proceed();
        }
    }

    private static boolean preflight(RoutingRequest request) {
        return request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(ASKED_METHOD);
    }

    private static void permit(RoutingRequest request, RoutingResponse response) {
        String asked = request.headers().first(ASKED_HEADERS).orElse("");
        String allowed =
                Arrays.stream(asked.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(header -> HEADERS.matcher(header).matches())
                        .collect(Collectors.joining(", "));
        response.status(Status.NO_CONTENT_204);
        response.headers().add(HeaderNames.VARY, "Access-Control-Request-Headers");
        response.header(
                ALLOW_METHODS,
                METHODS.stream().map(Method::text).sorted().collect(Collectors.joining(", ")));
        if (!allowed.isEmpty()) {
            response.header(ALLOW_HEADERS, allowed);
        }
        response.header(KEEP, MAX_AGE);
        response.send();
    }
}
