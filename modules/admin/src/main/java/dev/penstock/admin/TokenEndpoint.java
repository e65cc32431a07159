// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Personal tokens for commands and scripts.
final class TokenEndpoint implements Endpoint {

    private static final Duration DEFAULT_LIFE = Duration.ofDays(90);
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);

    private final AdminParts parts;
    private final PersonalTokens tokens;

    TokenEndpoint(AdminParts parts) {
        this.parts = parts;
        this.tokens = parts.store().tokens();
    }

    /// A token without the token.
    record View(UUID id, String name, Instant created, Instant expires, @Nullable Instant revoked) {

        static View of(PersonalToken token) {
            return new View(
                    token.id(), token.name(), token.created(), token.expires(), token.revoked());
        }
    }

    /// A new token, shown this once.
    record Issued(UUID id, String name, String token, Instant expires) {}

    @Override
    public String part() {
        return "tokens";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/tokens",
                User.Role.VIEWER,
                p -> tokens.list(p.user().id()).stream().map(View::of));
        routes.add(Method.POST, "/tokens", User.Role.VIEWER, this::add);
        routes.remove("/tokens", User.Role.VIEWER, (p, id) -> tokens.revoke(p.actor(), id));
    }

    /// Makes a token and remembers its digest.
    static Issued issue(AdminParts parts, Principal principal, String name, Instant expires) {
        String token = Tokens.PERSONAL_PREFIX + Tokens.random(parts.random());
        PersonalToken stored =
                parts.store().tokens().add(principal.actor(), name, Tokens.digest(token), expires);
        return new Issued(stored.id(), stored.name(), token, stored.expires());
    }

    private Reply add(Exchange exchange, Principal principal) {
        Instant now = parts.clock().instant();
        Fields body = exchange.body();
        String name = body.text("name", 100);
        Instant wished = body.optionalTime("expires");
        Instant expires = wished == null ? now.plus(DEFAULT_LIFE) : wished;
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST_LIFE))) {
            body.mistake(
                    "expires", "must be after now and within " + LONGEST_LIFE.toDays() + " days");
        }
        body.done();
        return Reply.created(issue(parts, principal, name, expires));
    }
}
