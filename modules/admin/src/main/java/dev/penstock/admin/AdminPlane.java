// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The control plane. One instance for the life of the gateway.
///
/// ## Rules of every route under `/admin/v1`
/// 1. Who calls is decided by the session cookie or by `Authorization: Bearer pst-adm-...`; what the
///    person may do is decided on the matched route, before the body is read.
/// 2. A call with a cookie that changes something must repeat the session's token in
///    `x-csrf-token` and, when it names an `Origin`, name this one.
/// 3. Errors are `application/problem+json` (RFC 9457) with all mistakes of the body at once.
/// 4. Members that are not known are refused.
/// 5. Nothing answered is to be cached.
/// 6. Things that can be changed have a revision, told as `etag`; `if-match` guards against overwriting
///    unseen. Without it the last write wins, member by member.
/// 7. `GET /admin/v1/openapi.json` describes all of it (OpenAPI 3.1).
public final class AdminPlane implements AutoCloseable {

    private final List<Endpoint> endpoints;
    private final Door door;
    private final Origins origins;
    private final LiveEndpoint live;

    /// A control plane out of its parts.
    public AdminPlane(AdminParts parts) {
        this(parts, LiveEndpoint.Pace.DEFAULT);
    }

    AdminPlane(AdminParts parts, LiveEndpoint.Pace pace) {
        Access access = new Access(parts);
        this.live = new LiveEndpoint(parts, access, pace);
        this.door = new Door(access, parts.engine()::newCallId, parts.origins());
        this.origins = parts.origins();
        List<Endpoint> things =
                List.of(
                        new SetupEndpoint(parts, access),
                        new SessionEndpoint(parts, access),
                        new SessionsEndpoint(parts, access),
                        new TokenEndpoint(parts),
                        new ProviderEndpoint(parts),
                        new CredentialEndpoint(parts),
                        new ProbeEndpoint(parts),
                        new ModelEndpoint(parts),
                        new KeyEndpoint(parts),
                        new UsageEndpoint(parts),
                        // Its path is an id to the next one.
                        live,
                        new CallEndpoint(parts),
                        new ApplyEndpoint(parts),
                        new PriceEndpoint(parts),
                        new AuditEndpoint(parts),
                        new SettingEndpoint(parts),
                        new MaintenanceEndpoint(parts.store()));
        ApiDescription description =
                new ApiDescription(
                        Stream.concat(things.stream().map(Endpoint::part), Stream.of("openapi"))
                                .toList());
        this.endpoints = Stream.concat(things.stream(), Stream.of(description)).toList();
    }

    /// Adds the routes of the API and of its pages.
    ///
    /// @return the routes of the API, such as `GET /keys/{id}`, with the least role of each, empty for
    ///     those that anybody may take
    public Map<String, String> register(HttpRouting.Builder routing) {
        Routes routes = new Routes(routing, door);
        endpoints.forEach(endpoint -> endpoint.register(routes));
        door.registerRest(routing);
        new Pages(origins).register(routing);
        return routes.added();
    }

    /// Ends the answers that go on for ever. What comes later is answered all the same.
    @Override
    public void close() {
        live.close();
    }
}
