// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalToken.Scope;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    ///
    /// @param role the highest it acts in, or null for the person's own
    record View(
            UUID id,
            String name,
            Instant created,
            Instant expires,
            @Nullable Instant revoked,
            @Nullable String role,
            List<String> scopes) {

        static View of(PersonalToken token) {
            return new View(
                    token.id(),
                    token.name(),
                    token.created(),
                    token.expires(),
                    token.revoked(),
                    nameOf(token.cap()),
                    names(token.scopes()));
        }
    }

    /// A new token, shown this once.
    ///
    /// @param role see [View]
    record Issued(
            UUID id,
            String name,
            String token,
            Instant expires,
            @Nullable String role,
            List<String> scopes) {}

    @Override
    public String part() {
        return "tokens";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/tokens",
                User.Role.VIEWER,
                p -> tokens.list(p.user().id()).stream().map(View::of),
                view -> view.id().toString());
        routes.add(Method.POST, "/tokens", User.Role.VIEWER, this::add);
        routes.remove("/tokens", User.Role.VIEWER, (p, id, _) -> tokens.revoke(p.actor(), id));
    }

    /// Makes a token with all rights of its person.
    static Issued issue(AdminParts parts, Principal principal, String name, Instant expires) {
        return issue(parts, principal, name, expires, null, PersonalToken.ALL_SCOPES);
    }

    // The token itself is remembered by its digest alone.
    private static Issued issue(
            AdminParts parts,
            Principal principal,
            String name,
            Instant expires,
            User.@Nullable Role cap,
            Set<Scope> scopes) {
        String token = Tokens.PERSONAL_PREFIX + Tokens.random(parts.random());
        PersonalToken stored =
                parts.store()
                        .tokens()
                        .add(
                                principal.actor(),
                                new PersonalTokens.NewToken(
                                        name, Tokens.digest(token), expires, cap, scopes));
        return new Issued(
                stored.id(),
                stored.name(),
                token,
                stored.expires(),
                nameOf(stored.cap()),
                names(stored.scopes()));
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
        User.Role cap = cap(body, principal);
        Set<Scope> scopes = scopes(body, principal);
        body.done();
        return Reply.created(issue(parts, principal, name, expires, cap, scopes));
    }

    // A token that another one makes has no more rights than its maker.
    private static User.@Nullable Role cap(Fields body, Principal principal) {
        User.Role most = principal.role();
        User.Role own = most == principal.user().role() ? null : most;
        String wished = body.optionalText("role", 16);
        if (wished == null) {
            return own;
        }
        User.Role cap = Access.role(wished);
        if (cap == null || cap.compareTo(most) < 0) {
            body.mistake(
                    "role",
                    "is '"
                            + wished
                            + "' but must be one of owner, admin, member and viewer, and no higher"
                            + " than "
                            + Access.name(most)
                            + ", which you act as");
            return own;
        }
        return cap;
    }

    private static Set<Scope> scopes(Fields body, Principal principal) {
        List<String> wished = body.optionalTexts("scopes");
        if (wished == null) {
            return principal.scopes();
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Scope scope : principal.scopes()) {
            if (wished.contains(Identification.name(scope))) {
                scopes.add(scope);
            }
        }
        if (scopes.isEmpty() || !names(scopes).containsAll(wished)) {
            body.mistake("scopes", "must list one or more of " + names(principal.scopes()));
            return principal.scopes();
        }
        return scopes;
    }

    private static List<String> names(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Identification::name).toList();
    }

    private static @Nullable String nameOf(User.@Nullable Role role) {
        return role == null ? null : Access.name(role);
    }
}
