// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.PersonalToken;
import dev.penstock.state.User;
import io.helidon.security.AuthorizationResponse;
import io.helidon.security.ProviderRequest;
import io.helidon.security.Security;
import io.helidon.security.SecurityResponse;
import io.helidon.security.Subject;
import io.helidon.security.spi.AuthorizationProvider;

/// The one place that decides rights: by what the matched route needs.
final class Rights implements AuthorizationProvider {

    /// What a route needs.
    ///
    /// @param least the least role
    /// @param scope of a token
    record Needed(User.Role least, PersonalToken.Scope scope) {}

    @Override
    public AuthorizationResponse authorize(ProviderRequest request) {
        Needed needed = request.endpointConfig().instance(Needed.class).orElse(null);
        Subject subject = request.subject().orElse(null);
        if (needed == null || subject == null) {
            return denied("nobody is signed in, or the route names no role");
        }
        String least = Access.name(needed.least());
        if (!Security.getRoles(subject).contains(least)) {
            return denied("this needs the role " + least + " but " + acting(subject));
        }
        String scope = Identification.name(needed.scope());
        if (subject.grantsByType(Identification.SCOPE).stream()
                .noneMatch(grant -> grant.getName().equals(scope))) {
            return denied(
                    "this needs the scope "
                            + scope
                            + ", which the personal token does not have; use another token");
        }
        return AuthorizationResponse.permit();
    }

    private static String acting(Subject subject) {
        return subject.publicCredential(Principal.class)
                .map(principal ->
                        principal.user().email()
                                + (principal.role() == principal.user().role()
                                        ? " is "
                                        : " acts by this token as ")
                                + Access.name(principal.role()))
                .orElse("the caller has it not");
    }

    private static AuthorizationResponse denied(String why) {
        return AuthorizationResponse.builder()
                .status(SecurityResponse.SecurityStatus.FAILURE)
                .description(why)
                .build();
    }
}
