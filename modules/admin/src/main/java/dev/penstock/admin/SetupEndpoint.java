// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Accounts;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// The first run: whoever reads the server's output becomes the owner, once.
final class SetupEndpoint implements Endpoint {

    /// The name of a team or project that is not named.
    static final String DEFAULT = "default";

    private static final Duration FIRST_TOKEN_LIFE = Duration.ofDays(90);

    private final AdminParts parts;
    private final Access access;
    private final Passwords passwords;
    private final SignInLimit limit;

    SetupEndpoint(AdminParts parts, Access access) {
        this.parts = parts;
        this.access = access;
        this.passwords = new Passwords(parts.random());
        this.limit = new SignInLimit(parts.clock());
    }

    /// Whether there is an owner.
    record State(boolean claimed) {}

    /// The owner, signed in.
    ///
    /// @param user who
    /// @param csrfToken see [AdminPlane]
    /// @param token a personal token for commands, shown this once
    /// @param tokenExpires when it dies
    record Owner(UserView user, String csrfToken, String token, Instant tokenExpires) {}

    @Override
    public String part() {
        return "setup";
    }

    @Override
    public void register(Routes routes) {
        routes.open(Method.GET, "/setup", _ -> Reply.ok(new State(accounts().claimed())));
        routes.open(Method.POST, "/setup", this::claim);
    }

    private Reply claim(Exchange exchange) {
        if (accounts().claimed()) {
            throw Problem.conflict("there is an owner already; sign in instead");
        }
        exchange.requireConfidential();
        limit.check(exchange.peer());
        Fields body = exchange.body();
        String token = body.text("token", 200);
        String email = body.text("email", 254);
        String password = body.text("password", Passwords.LONGEST);
        String organisation = body.text("organisation", 100);
        String team = body.optionalText("team", 100);
        String project = body.optionalText("project", 100);
        SessionEndpoint.checkPerson(body, email, password);
        body.done();
        if (!Tokens.same(token, parts.setupToken().reveal())) {
            limit.failed(exchange.peer());
            throw Problem.forbidden(
                    "the setup token is wrong; use the link that the server printed at its start");
        }
        User user =
                accounts()
                        .claim(
                                new Accounts.Claim(
                                        organisation,
                                        team == null ? DEFAULT : team,
                                        project == null ? DEFAULT : project,
                                        email.toLowerCase(Locale.ROOT),
                                        passwords.hash(password)));
        Access.Begun begun = access.begin(user, exchange.secure());
        TokenEndpoint.Issued first =
                TokenEndpoint.issue(
                        parts,
                        new Principal(user, begun.session(), null),
                        "first token",
                        parts.clock().instant().plus(FIRST_TOKEN_LIFE));
        return Reply.created(
                        new Owner(
                                UserView.of(user),
                                begun.session().csrf(),
                                first.token(),
                                first.expires()))
                .withCookie(begun.cookie());
    }

    private Accounts accounts() {
        return parts.store().accounts();
    }
}
