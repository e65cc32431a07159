// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.AdminServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.state.Setting;
import dev.penstock.state.User;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingTest {

    private static final String LEVEL = "/admin/v1/settings/log.level";
    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};
    private static final String[] VIEWER = {"authorization", "Bearer viewer-token"};

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.ADMIN, "admin-token");
        server.store.people.person(User.Role.VIEWER, "viewer-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AdminServer.Result list() {
        return server.get("/admin/v1/settings", VIEWER);
    }

    @Test
    void settingsShowValueRuleDefaultAndWhatFixesThem() {
        AdminServer.Result result = list();

        assertThat(result.text("/data/0/name")).isEqualTo("log.level");
        assertThat(result.text("/data/0/value")).isEqualTo("quiet");
        assertThat(result.text("/data/0/source")).isEqualTo("default");
        assertThat(result.text("/data/0/rule")).isEqualTo("must be loud or quiet");
        assertThat(result.text("/data/1/value")).isEqualTo("5s");
        assertThat(result.text("/data/1/source")).isEqualTo("pinned");
        assertThat(result.text("/data/1/pinned_by")).isEqualTo("a file");
    }

    @Test
    void valueIsThatOfTheInstallationUntilItIsTakenAway() {
        AdminServer.Result set = server.put(LEVEL, "{\"value\":\"loud\"}", ADMIN);

        assertThat(set.text("/value")).isEqualTo("loud");
        assertThat(server.store.configuration.prices.settings)
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.organisation()).isNull();
                    assertThat(setting.content()).isEqualTo("loud");
                });
        assertThat(list().text("/data/0/source")).isEqualTo("database");

        assertThat(server.delete(LEVEL, ADMIN).status()).isEqualTo(204);
        assertThat(list().text("/data/0/value")).isEqualTo("quiet");
        assertThat(server.delete(LEVEL, ADMIN).status()).isEqualTo(404);
    }

    @Test
    void valueThatDoesNotFitIsNamedWithTheRule() {
        AdminServer.Result result = server.put(LEVEL, "{\"value\":\"shrill\"}", ADMIN);

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.text("/errors/0/message"))
                .isEqualTo("is 'shrill' but must be loud or quiet");
        assertThat(server.store.configuration.prices.settings).isEmpty();
    }

    @Test
    void storedValueThatIsNotUnderstoodDoesNotCount() {
        server.store.configuration.prices.settings.add(
                new Setting(null, "log.level", "deafening", 3, Instant.EPOCH));

        assertThat(list().text("/data/0/value")).isEqualTo("quiet");
        assertThat(list().text("/data/0/source")).isEqualTo("default");
    }

    @Test
    void pinnedSettingCannotBeChanged() {
        AdminServer.Result result =
                server.put("/admin/v1/settings/grace", "{\"value\":\"6s\"}", ADMIN);

        assertThat(result.status()).isEqualTo(409);
        assertThat(result.text("/detail")).contains("fixed by a file");
        assertThat(server.delete("/admin/v1/settings/grace", ADMIN).status()).isEqualTo(409);
    }

    @Test
    void settingIsChangedUnderItsRevision() {
        String untouched = server.get(LEVEL, VIEWER).etag();

        AdminServer.Result first =
                server.put(LEVEL, "{\"value\":\"loud\"}", with(ADMIN, "if-match", untouched));

        assertThat(untouched).isEqualTo("\"0\"");
        assertThat(first.status()).isEqualTo(200);
        assertThat(server.get(LEVEL, VIEWER).etag()).isEqualTo(first.etag());
        String[] late = with(ADMIN, "if-match", untouched);
        assertThat(server.put(LEVEL, "{\"value\":\"quiet\"}", late).status()).isEqualTo(412);
        assertThat(server.delete(LEVEL, late).status()).isEqualTo(412);
        assertThat(server.get(LEVEL, VIEWER).text("/value")).isEqualTo("loud");
        assertThat(server.delete(LEVEL, with(ADMIN, "if-match", first.etag())).status())
                .isEqualTo(204);
    }

    @Test
    void unknownSettingIsNotThereAndViewersChangeNone() {
        assertThat(server.put("/admin/v1/settings/colour", "{\"value\":\"red\"}", ADMIN).status())
                .isEqualTo(404);
        assertThat(server.get("/admin/v1/settings/colour", VIEWER).status()).isEqualTo(404);
        assertThat(server.put(LEVEL, "{\"value\":\"loud\"}", VIEWER).status()).isEqualTo(403);
        assertThat(server.delete(LEVEL, VIEWER).status()).isEqualTo(403);
    }
}
