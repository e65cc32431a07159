// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Accounts;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.Session;
import dev.penstock.state.Sessions;
import dev.penstock.state.User;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides who calls and what the person may do.
final class Access {

    /// How long a session lives at most.
    static final Duration SESSION_LIFE = Duration.ofHours(12);

    private static final String COOKIE = "penstock_session";
    private static final String SECURE_COOKIE = "__Host-penstock_session";

    private final Sessions sessions;
    private final Accounts accounts;
    private final PersonalTokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;

    Access(AdminParts parts) {
        this.sessions = parts.store().sessions();
        this.accounts = parts.store().accounts();
        this.tokens = parts.store().tokens();
        this.clock = parts.clock();
        this.random = parts.random();
    }

    /// A session that has just begun.
    ///
    /// @param session what is stored of it
    /// @param cookie the value of `set-cookie` that hands it to the browser
    record Begun(Session session, String cookie) {}

    Principal require(Exchange exchange, Method method, User.Role least) {
        Principal principal = principal(exchange);
        if (principal.user().role().compareTo(least) > 0) {
            throw Problem.forbidden(
                    "this needs the role "
                            + name(least)
                            + " but "
                            + principal.user().email()
                            + " is "
                            + name(principal.user().role()));
        }
        Session session = principal.session();
        if (session != null && !Door.safe(method)) {
            checkIntent(exchange, session);
        }
        return principal;
    }

    Begun begin(User user, boolean secure) {
        String token = Tokens.random(random);
        Instant now = clock.instant();
        Session session =
                new Session(
                        Tokens.digest(token),
                        user.id(),
                        Tokens.random(random),
                        now,
                        now.plus(SESSION_LIFE));
        sessions.add(session);
        return new Begun(session, cookie(token, SESSION_LIFE, secure));
    }

    /// Ends a session.
    ///
    /// @return the value of `set-cookie` that takes it from the browser
    String end(Session session, boolean secure) {
        sessions.remove(session.digest());
        return cookie("", Duration.ZERO, secure);
    }

    static String name(User.Role role) {
        return switch (role) {
            case OWNER -> "owner";
            case ADMIN -> "admin";
            case MEMBER -> "member";
            case VIEWER -> "viewer";
        };
    }

    private Principal principal(Exchange exchange) {
        Optional<String> bearer = bearer(exchange);
        if (bearer.isPresent()) {
            return tokens.find(Tokens.digest(bearer.get()))
                    .flatMap(token -> accounts.byId(token.user()))
                    .map(user -> new Principal(user, null))
                    .orElseThrow(() ->
                            Problem.unauthenticated(
                                    "the personal token is unknown, expired or revoked; "
                                            + "make a new one"));
        }
        return exchange.cookie(exchange.secure() ? SECURE_COOKIE : COOKIE)
                .flatMap(token -> sessions.find(Tokens.digest(token)))
                .flatMap(session ->
                        accounts.byId(session.user()).map(user -> new Principal(user, session)))
                .orElseThrow(() ->
                        Problem.unauthenticated(
                                "sign in by POST /admin/v1/session, or send a personal "
                                        + "token as Authorization: Bearer pst-adm-..."));
    }

    private static Optional<String> bearer(Exchange exchange) {
        return exchange.header(HeaderNames.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).trim());
    }

    // A browser sends the cookie with whatever page asks it to; only our own pages know the token.
    private static void checkIntent(Exchange exchange, Session session) {
        if (!exchange.sameOrigin()) {
            throw Problem.forbidden("the call comes from a page of another origin");
        }
        String sent = exchange.header(HeaderNames.create("x-csrf-token")).orElse("");
        if (!Tokens.same(sent, session.csrf())) {
            throw Problem.forbidden(
                    "x-csrf-token is missing or wrong; send the csrf_token of the session");
        }
    }

    private static String cookie(String token, Duration life, boolean secure) {
        return (secure ? SECURE_COOKIE : COOKIE)
                + "="
                + token
                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                + life.toSeconds()
                + (secure ? "; Secure" : "");
    }
}
