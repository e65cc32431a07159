// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.Secret;
import dev.penstock.state.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final String FILE =
            """
            version: 1
            owner:
              email: Owner@Example.com
              password: ${env:OWNER_PASSWORD}
              organisation: Acme
              team: Core
            providers:
              - uid: main
                type: openai
                credentials:
                  - {name: one, secret: "${env:KEY}"}
            keys:
              - {name: ci, models: ["*"]}
            settings:
              log.level: loud
            """;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("OWNER_PASSWORD", "correct horse battery", "KEY", "sk-number-one");

    private final AdminServer server = new AdminServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private static DeclarativeFile file(String yaml) {
        return DeclarativeFile.read(
                yaml.getBytes(StandardCharsets.UTF_8), DeclarativeFile.Format.YAML);
    }

    private static DeclarativeFile.References references(Map<String, String> environment) {
        return (source, name) -> {
            String value = environment.get(name);
            if (value == null) {
                throw new IllegalArgumentException("is not set");
            }
            return value;
        };
    }

    private Bootstrap.Made apply(String yaml, Map<String, String> environment) {
        return new Bootstrap(server.parts).apply(file(yaml), references(environment));
    }

    private List<String> mistakes(String yaml, Map<String, String> environment) {
        return catchThrowableOfType(FileMistakesException.class, () -> apply(yaml, environment))
                .mistakes()
                .stream()
                .map(m -> m.line() + ":" + m.column() + " " + m.message())
                .toList();
    }

    @Test
    void fileMakesTheOwnerAndWhatItNames() {
        Bootstrap.Made made = apply(FILE, ENVIRONMENT);

        assertThat(made.owner()).isTrue();
        assertThat(made.changes()).isEqualTo(4);
        assertThat(made.keys()).extracting(Bootstrap.IssuedByFile::name).containsExactly("ci");
        assertThat(server.store.keys.getFirst().digest())
                .isEqualTo(server.store.digest(made.keys().getFirst().key()));
        assertThat(server.store.people.claims)
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.organisation()).isEqualTo("Acme");
                    assertThat(claim.team()).isEqualTo("Core");
                    assertThat(claim.project()).isEqualTo("default");
                });
        assertThat(server.store.actors)
                .allSatisfy(actor -> assertThat(actor.name()).isEqualTo("bootstrap"));
        assertThat(server.store.providers.getFirst().credentials().getFirst().secret())
                .isEqualTo(Secret.of("sk-number-one"));
        AdminServer.Result session =
                server.post(
                        "/admin/v1/session",
                        "{\"email\":\"owner@example.com\",\"password\":\"correct horse battery\"}");
        assertThat(session.status()).isEqualTo(201);
        assertThat(session.text("/user/role")).isEqualTo("owner");
    }

    @Test
    void sameFileAgainChangesNothingAndNeedsNoPasswordAnyMore() {
        var _ = apply(FILE, ENVIRONMENT);
        int rows = server.store.actors.size();

        Bootstrap.Made again = apply(FILE, Map.of("KEY", "sk-number-one"));

        assertThat(again.owner()).isFalse();
        assertThat(again.changes()).isZero();
        assertThat(again.keys()).isEmpty();
        assertThat(server.store.actors).hasSize(rows);
        assertThat(server.store.people.claims).hasSize(1);
    }

    @Test
    void nothingIsRemoved() {
        var _ = apply(FILE, ENVIRONMENT);

        Bootstrap.Made less = apply("version: 1\nkeys: []\nproviders: []\n", Map.of());

        assertThat(less.changes()).isZero();
        assertThat(server.store.keys.getFirst().revoked()).isNull();
    }

    @Test
    void gatewayThatHasAnOwnerKeepsHim() {
        server.store.people.person(User.Role.OWNER, "token");

        assertThat(apply(FILE, ENVIRONMENT).owner()).isFalse();
        assertThat(server.store.people.claims).isEmpty();
    }

    @Test
    void allMistakesAreToldBeforeAnythingChanges() {
        String wrong =
                FILE.replace("Owner@Example.com", "nobody")
                        .replace("type: openai", "type: opanai")
                        .replace("log.level: loud", "log.level: shrill");

        assertThat(mistakes(wrong, Map.of("OWNER_PASSWORD", "short", "KEY", "k")))
                .containsExactly(
                        "3:3 'email' is not an e-mail address; write name@example.com",
                        "4:3 'password' has 5 characters but must have at least 8; 15 or more are"
                                + " better",
                        "9:5 'type' is 'opanai' but must be one of anthropic, demo, openai",
                        "15:3 'log.level' is 'shrill' but must be loud or quiet");
        assertThat(server.store.people.claims).isEmpty();
        assertThat(server.store.providers).isEmpty();
    }

    @Test
    void secretThatIsNotThereIsAMistakeOfItsLine() {
        assertThat(mistakes(FILE, Map.of("OWNER_PASSWORD", "correct horse battery")))
                .containsExactly("11:29 ${env:KEY} is not set");
        assertThat(mistakes(FILE.replace("${env:OWNER_PASSWORD}", "plain text"), ENVIRONMENT))
                .containsExactly(
                        "4:13 must be ${env:NAME} or ${file:PATH}; secrets are not written into the"
                                + " file");
    }

    @Test
    void checkLooksAtTheFileAloneAndNotAtTheOwner() {
        Bootstrap.check(file(FILE), references(Map.of("KEY", "k")));
        assertThatThrownBy(() ->
                        Bootstrap.check(
                                file(FILE.replace("uid: main", "id: main")),
                                references(ENVIRONMENT)))
                .isInstanceOf(FileMistakesException.class);
    }

    @Test
    void ownerIsNotMadeByApplyingToARunningGateway() {
        server.store.people.person(User.Role.ADMIN, "admin-token");

        AdminServer.Result refused =
                server.post(
                        "/admin/v1/apply",
                        """
                        {"version":1,"owner":{"email":"a@b","password":"12345678","organisation":"x"}}
                        """,
                        "authorization",
                        "Bearer admin-token");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/owner");
        assertThat(refused.text("/errors/0/message")).contains("bootstrap");
    }
}
