// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Accounts;
import dev.penstock.state.Session;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signing in and out.
final class SessionEndpoint implements Endpoint {

    private final Accounts accounts;
    private final Access access;
    private final Passwords passwords;
    private final SignInLimit limit;

    SessionEndpoint(AdminParts parts, Access access) {
        this.accounts = parts.store().accounts();
        this.access = access;
        this.passwords = new Passwords(parts.random());
        this.limit = new SignInLimit(parts.clock());
    }

    /// A running session.
    ///
    /// @param user who
    /// @param csrfToken see [AdminPlane]; null for a personal token, which needs none
    /// @param expires when it ends at the latest; null for a personal token
    record Running(UserView user, @Nullable String csrfToken, @Nullable Instant expires) {

        static Running of(Principal principal) {
            Session session = principal.session();
            return new Running(
                    UserView.of(principal.user(), principal.role()),
                    session == null ? null : session.csrf(),
                    session == null ? null : session.expires());
        }
    }

    @Override
    public String part() {
        return "session";
    }

    @Override
    public void register(Routes routes) {
        routes.open(Method.POST, "/session", this::signIn);
        routes.add(Method.GET, "/session", User.Role.VIEWER, (_, p) -> Reply.ok(Running.of(p)));
        routes.add(Method.DELETE, "/session", User.Role.VIEWER, this::signOut);
    }

    /// Notes what is wrong with the e-mail address and password of a new person.
    static void checkPerson(Fields body, String email, String password) {
        if (!body.failed("email")) {
            wrongEmail(email).ifPresent(rule -> body.mistake("email", rule));
        }
        if (!body.failed("password")) {
            wrongPassword(email, password).ifPresent(rule -> body.mistake("password", rule));
        }
    }

    /// What keeps a text from being an e-mail address.
    static Optional<String> wrongEmail(String email) {
        return email.matches("[^@\\s]+@[^@\\s]+")
                ? Optional.empty()
                : Optional.of("is not an e-mail address; write name@example.com");
    }

    /// What keeps a text from being the password of a person.
    static Optional<String> wrongPassword(String email, String password) {
        if (password.length() < Passwords.SHORTEST) {
            return Optional.of(
                    "has "
                            + password.length()
                            + " characters but must have at least "
                            + Passwords.SHORTEST
                            + "; 15 or more are better");
        }
        return password.equalsIgnoreCase(email)
                ? Optional.of("is the e-mail address; choose another")
                : Optional.empty();
    }

    private Reply signIn(Exchange exchange) {
        exchange.requireConfidential();
        Fields body = exchange.body();
        String email = body.text("email", 254).toLowerCase(Locale.ROOT);
        String password = body.text("password", Passwords.LONGEST);
        body.done();
        if (!exchange.sameOrigin()) {
            throw Problem.forbidden("the call comes from a page of another origin");
        }
        limit.check(email, exchange.peer());
        Optional<User> user = accounts.byEmail(email);
        boolean right = passwords.matches(password, user.map(User::passwordHash));
        if (user.isEmpty() || !right) {
            limit.failed(email, exchange.peer());
            throw Problem.unauthenticated("e-mail address or password is wrong");
        }
        limit.succeeded(email);
        Access.Begun begun = access.begin(user.get(), exchange.secure());
        return Reply.created(Running.of(new Principal(user.get(), begun.session(), null)))
                .withCookie(begun.cookie());
    }

    private Reply signOut(Exchange exchange, Principal principal) {
        Session session = principal.session();
        if (session == null) {
            throw Problem.badRequest(
                    "the call came with a personal token, not with a session; revoke the token");
        }
        return Reply.nothing().withCookie(access.end(session, exchange.secure()));
    }
}
