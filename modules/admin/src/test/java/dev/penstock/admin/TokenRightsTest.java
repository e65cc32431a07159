// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.Actor;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalToken.Scope;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.User;
import dev.penstock.state.User.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenRightsTest {

    private static final String KEY = "{\"name\":\"k\",\"models\":[\"*\"]}";
    private static final List<Set<Scope>> SCOPES =
            List.of(Set.of(Scope.READ), Set.of(Scope.WRITE), PersonalToken.ALL_SCOPES);

    private final AdminServer server = new AdminServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String[] token(User person, @Nullable Role cap, Set<Scope> scopes) {
        String text = "pst-adm-" + person.role() + cap + scopes;
        server.store.people.tokens.add(
                new Actor(person.organisation(), person.id(), person.email()),
                new PersonalTokens.NewToken(
                        "test",
                        Tokens.digest(text),
                        server.now.get().plus(Duration.ofDays(1)),
                        cap,
                        scopes));
        return new String[] {"authorization", "Bearer " + text};
    }

    private AdminServer.Result newToken(String[] maker, String members) {
        return server.post("/admin/v1/tokens", "{\"name\":\"ci\"" + members + "}", maker);
    }

    @Test
    void everyRoleCapAndScopeAllowsWhatBothOfThemAllow() {
        for (Role own : Role.values()) {
            User person = server.store.people.person(own, "token of " + own);
            for (Role cap : new Role[] {null, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.VIEWER}) {
                for (Set<Scope> scopes : SCOPES) {
                    String[] caller = token(person, cap, scopes);
                    String what = own + " capped at " + cap + " with " + scopes;
                    // Roles stand in the order of their rights, the highest first.
                    Role acts = cap != null && cap.compareTo(own) > 0 ? cap : own;
                    boolean reads = scopes.contains(Scope.READ);
                    boolean writes = scopes.contains(Scope.WRITE);

                    assertThat(server.get("/admin/v1/keys", caller).status())
                            .as("look: " + what)
                            .isEqualTo(reads ? 200 : 403);
                    assertThat(newToken(caller, "").status())
                            .as("change as viewer: " + what)
                            .isEqualTo(writes ? 201 : 403);
                    assertThat(server.post("/admin/v1/keys", KEY, caller).status())
                            .as("change as admin: " + what)
                            .isEqualTo(writes && acts.compareTo(Role.ADMIN) <= 0 ? 201 : 403);
                    assertThat(server.post("/admin/v1/rekey", "", caller).status() == 403)
                            .as("change as owner is refused: " + what)
                            .isEqualTo(!writes || acts != Role.OWNER);
                }
            }
        }
    }

    @Test
    void refusalNamesTheRoleOfTheTokenOrTheMissingScope() {
        User owner = server.store.people.person(Role.OWNER, "owner");

        AdminServer.Result capped =
                server.post(
                        "/admin/v1/keys", KEY, token(owner, Role.MEMBER, PersonalToken.ALL_SCOPES));
        AdminServer.Result reading =
                server.post("/admin/v1/keys", KEY, token(owner, null, Set.of(Scope.READ)));

        assertThat(capped.text("/detail"))
                .isEqualTo(
                        "this needs the role admin but owner@example.com acts by this token as"
                                + " member");
        assertThat(reading.text("/detail")).contains("scope write").contains("another token");
        assertThat(server.store.keys).isEmpty();
    }

    @Test
    void tokenIsMadeWithRoleAndScopesAndListedWithThem() {
        server.store.people.person(Role.ADMIN, "admin");
        String[] admin = {"authorization", "Bearer admin"};

        AdminServer.Result made = newToken(admin, ",\"role\":\"viewer\",\"scopes\":[\"read\"]");
        String[] child = {"authorization", "Bearer " + made.text("/token")};

        assertThat(made.text("/role")).isEqualTo("viewer");
        assertThat(made.body().at("/scopes").toString()).isEqualTo("[\"read\"]");
        assertThat(server.get("/admin/v1/keys", child).status()).isEqualTo(200);
        assertThat(server.post("/admin/v1/keys", KEY, child).status()).isEqualTo(403);
        assertThat(server.get("/admin/v1/session", child).text("/user/role")).isEqualTo("viewer");
        assertThat(server.get("/admin/v1/tokens", admin).raw().body())
                .contains("\"role\":\"viewer\"", "\"role\":null", "[\"read\",\"write\"]");
    }

    @Test
    void tokenMakesNoneWithMoreRightsThanItsOwn() {
        User owner = server.store.people.person(Role.OWNER, "owner");
        String[] maker = token(owner, Role.MEMBER, Set.of(Scope.WRITE));

        AdminServer.Result higher =
                newToken(maker, ",\"role\":\"admin\",\"scopes\":[\"read\",\"write\"]");
        AdminServer.Result usual = newToken(maker, "");

        assertThat(higher.body().at("/errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/role", "/scopes");
        assertThat(usual.text("/role")).isEqualTo("member");
        assertThat(usual.body().at("/scopes").toString()).isEqualTo("[\"write\"]");
    }

    @Test
    void strangeRolesAndScopesAreMistakes() {
        server.store.people.person(Role.ADMIN, "admin");
        String[] admin = {"authorization", "Bearer admin"};

        for (String members :
                new String[] {
                    ",\"role\":\"king\"",
                    ",\"role\":\"owner\"",
                    ",\"scopes\":[]",
                    ",\"scopes\":[\"read\",\"fly\"]"
                }) {
            assertThat(newToken(admin, members).status()).as(members).isEqualTo(422);
        }
    }
}
