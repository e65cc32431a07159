// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Session;
import dev.penstock.state.Sessions;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One's own sessions, this one and those elsewhere.
final class SessionsEndpoint implements Endpoint {

    private final Sessions sessions;
    private final Access access;

    SessionsEndpoint(AdminParts parts, Access access) {
        this.sessions = parts.store().sessions();
        this.access = access;
    }

    /// A session without its tokens.
    ///
    /// @param current whether the call came with it
    record View(UUID id, Instant created, Instant expires, boolean current) {

        static View of(Session session, @Nullable Session current) {
            return new View(
                    idOf(session),
                    session.created(),
                    session.expires(),
                    current != null && current.digest().equals(session.digest()));
        }

        String place() {
            return "%011d.%09d-%s".formatted(created.getEpochSecond(), created.getNano(), id);
        }
    }

    /// How many sessions were ended.
    record Ended(int ended) {}

    @Override
    public String part() {
        return "sessions";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/sessions",
                User.Role.VIEWER,
                p ->
                        sessions.list(p.user().id()).stream()
                                .map(session -> View.of(session, p.session())),
                View::place);
        routes.add(Method.DELETE, "/sessions", User.Role.VIEWER, (_, p) -> endOthers(p));
        routes.add(Method.DELETE, "/sessions/{id}", User.Role.VIEWER, this::end);
    }

    // By a personal token all are others.
    private Reply endOthers(Principal principal) {
        Session kept = principal.session();
        return Reply.ok(
                new Ended(
                        sessions.removeOthers(
                                principal.user().id(), kept == null ? "" : kept.digest())));
    }

    private Reply end(Exchange exchange, Principal principal) {
        UUID id = exchange.id();
        Session session =
                sessions.list(principal.user().id()).stream()
                        .filter(one -> idOf(one).equals(id))
                        .findFirst()
                        .orElseThrow(
                                () -> Problem.notFound("you have no session with the id " + id));
        Session own = principal.session();
        String cookie = access.end(session, exchange.secure());
        return own != null && own.digest().equals(session.digest())
                ? Reply.nothing().withCookie(cookie)
                : Reply.nothing();
    }

    // Half of the digest: enough to tell sessions apart, not enough to look one up by it.
    private static UUID idOf(Session session) {
        return new UUID(
                HexFormat.fromHexDigitsToLong(session.digest(), 0, 16),
                HexFormat.fromHexDigitsToLong(session.digest(), 16, 32));
    }
}
