// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Accounts;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.Session;
import dev.penstock.state.Sessions;
import dev.penstock.state.StateException;
import dev.penstock.state.User;
import io.helidon.security.AuthenticationResponse;
import io.helidon.security.Grant;
import io.helidon.security.ProviderRequest;
import io.helidon.security.Role;
import io.helidon.security.Subject;
import io.helidon.security.spi.AuthenticationProvider;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells by a personal token or a session who calls. A token goes before a session.
final class Identification implements AuthenticationProvider {

    /// The attribute of the environment under which a request shows its [Presented].
    static final String PRESENTED = "penstock.presented";

    /// The type of the grants that name scopes.
    static final String SCOPE = "scope";

    private final Sessions sessions;
    private final Accounts accounts;
    private final PersonalTokens tokens;

    Identification(Sessions sessions, Accounts accounts, PersonalTokens tokens) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /// What a request shows of its caller.
    ///
    /// @param token a personal token, or null
    /// @param session the token in the cookie of a session, or null
    record Presented(@Nullable String token, @Nullable String session) {

        /// Never shows the tokens.
        @Override
        public String toString() {
            return "Presented[***]";
        }
    }

    @Override
    public AuthenticationResponse authenticate(ProviderRequest request) {
        if (!(request.env().abacAttributeRaw(PRESENTED) instanceof Presented presented)) {
            return AuthenticationResponse.failed("the request shows nothing of its caller");
        }
        try {
            return principal(presented)
                    .map(principal -> AuthenticationResponse.success(subject(principal)))
                    .orElseGet(() -> AuthenticationResponse.failed(unknown(presented)));
        } catch (StateException e) {
            return AuthenticationResponse.failed("the store does not know who calls", e);
        }
    }

    private Optional<Principal> principal(Presented presented) {
        if (presented.token() != null) {
            Optional<PersonalToken> token = tokens.find(Tokens.digest(presented.token()));
            return token.flatMap(found -> accounts.byId(found.user()))
                    .map(user -> new Principal(user, null, token.orElseThrow()));
        }
        if (presented.session() == null) {
            return Optional.empty();
        }
        Optional<Session> session = sessions.find(Tokens.digest(presented.session()));
        return session.flatMap(found -> accounts.byId(found.user()))
                .map(user -> new Principal(user, session.orElseThrow(), null));
    }

    private static String unknown(Presented presented) {
        return presented.token() == null
                ? "sign in by POST /admin/v1/session, or send a personal token as Authorization:"
                        + " Bearer pst-adm-..."
                : "the personal token is unknown, expired or revoked; make a new one";
    }

    // A role has the rights of those after it, so the subject has them all.
    private static Subject subject(Principal principal) {
        Subject.Builder subject =
                Subject.builder()
                        .principal(
                                io.helidon.security.Principal.builder()
                                        .id(principal.user().id().toString())
                                        .name(principal.user().email())
                                        .build())
                        .addPublicCredential(Principal.class, principal);
        for (User.Role role : User.Role.values()) {
            if (role.compareTo(principal.role()) >= 0) {
                subject.addGrant(Role.create(Access.name(role)));
            }
        }
        for (PersonalToken.Scope scope : principal.scopes()) {
            subject.addGrant(grant(scope));
        }
        return subject.build();
    }

    private static Grant grant(PersonalToken.Scope scope) {
        return Grant.builder().type(SCOPE).name(name(scope)).build();
    }

    static String name(PersonalToken.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
