// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.PersonalToken;
import dev.penstock.state.Session;
import dev.penstock.state.Sessions;
import dev.penstock.state.StateException;
import dev.penstock.state.User;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.security.AuthenticationResponse;
import io.helidon.security.AuthorizationResponse;
import io.helidon.security.EndpointConfig;
import io.helidon.security.Security;
import io.helidon.security.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides who calls and what the person may do.
final class Access {

    /// How long a session lives at most.
    static final Duration SESSION_LIFE = Duration.ofHours(12);

    private static final String COOKIE = "penstock_session";
    private static final String SECURE_COOKIE = "__Host-penstock_session";

    private final Sessions sessions;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Security security;

    Access(AdminParts parts) {
        this.sessions = parts.store().sessions();
        this.clock = parts.clock();
        this.random = parts.random();
        this.security =
                Security.builder()
                        .disableTracing()
                        .addAuthenticationProvider(
                                new Identification(
                                        sessions, parts.store().accounts(), parts.store().tokens()))
                        .addAuthorizationProvider(new Rights())
                        .build();
    }

    /// A session that has just begun.
    ///
    /// @param session what is stored of it
    /// @param cookie the value of `set-cookie` that hands it to the browser
    record Begun(Session session, String cookie) {}

    /// Who calls, when that person may.
    ///
    /// @param id of the request
    /// @param least the role that the matched route needs
    /// @throws ProblemException when nobody is signed in, or the person may not
    Principal require(String id, Exchange exchange, Method method, User.Role least) {
        PersonalToken.Scope scope =
                Door.safe(method) ? PersonalToken.Scope.READ : PersonalToken.Scope.WRITE;
        SecurityContext context =
                security.contextBuilder(id)
                        .env(
                                security.environmentBuilder()
                                        .method(method.text())
                                        .addAttribute(Identification.PRESENTED, presented(exchange))
                                        .build())
                        .endpointConfig(
                                EndpointConfig.builder()
                                        .customObject(
                                                Rights.Needed.class,
                                                new Rights.Needed(least, scope))
                                        .build())
                        .build();
        Principal principal = identified(context);
        AuthorizationResponse may = context.authorize();
        if (!may.isPermitted()) {
            throw Problem.forbidden(may.description().orElse("this is not allowed"));
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

    /// The role of a name, or null when there is none.
    static User.@Nullable Role role(String name) {
        for (User.Role role : User.Role.values()) {
            if (name(role).equals(name)) {
                return role;
            }
        }
        return null;
    }

    private static Principal identified(SecurityContext context) {
        AuthenticationResponse who = context.authenticate();
        if (who.throwable().orElse(null) instanceof StateException failure) {
            throw failure;
        }
        return who.user()
                .filter(_ -> who.status().isSuccess())
                .flatMap(subject -> subject.publicCredential(Principal.class))
                .orElseThrow(() -> Problem.unauthenticated(who.description().orElse("sign in")));
    }

    private static Identification.Presented presented(Exchange exchange) {
        return new Identification.Presented(
                bearer(exchange).orElse(null),
                exchange.cookie(exchange.secure() ? SECURE_COOKIE : COOKIE).orElse(null));
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
