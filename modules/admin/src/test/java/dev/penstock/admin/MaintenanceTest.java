// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.state.Actor;
import dev.penstock.state.User;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenanceTest {

    private static final String[] OWNER = {"authorization", "Bearer owner-token"};
    private static final String[] ADMIN = {"authorization", "Bearer admin-token"};

    private final AdminServer server = new AdminServer();

    @BeforeEach
    void people() {
        server.store.people.person(User.Role.OWNER, "owner-token");
        server.store.people.person(User.Role.ADMIN, "admin-token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rekeyTellsWhatWasSealedAndWhatRemains() {
        AdminServer.Result done = server.post("/admin/v1/rekey", "", OWNER);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.raw().body())
                .isEqualTo(
                        """
                        {"sealed":5,"remaining":2,"master_key_id":"0011223344556677","made":false}\
                        """);
        assertThat(server.store.maintenance.actors)
                .extracting(Actor::name)
                .containsExactly("owner@example.com");
    }

    @Test
    void backupIsAnArchiveOfKnownLengthWithAName() {
        AdminServer.Result done = server.post("/admin/v1/backup", "", OWNER);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.raw().body()).isEqualTo("an archive");
        assertThat(done.raw().headers().firstValue("content-type")).hasValue("application/zip");
        assertThat(done.raw().headers().firstValue("content-length")).hasValue("10");
        assertThat(done.raw().headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"penstock-backup-20261120T100000Z.zip\"");
        assertThat(server.store.maintenance.open).hasValue(0);
    }

    @Test
    void backupThatFailsInTheMiddleNeverLooksWhole() {
        server.store.maintenance.failing = true;

        assertThatThrownBy(() -> server.post("/admin/v1/backup", "", OWNER))
                .hasCauseInstanceOf(IOException.class);
        assertThat(server.store.maintenance.open).hasValue(0);
    }

    @Test
    void backupThatTheStoreRefusesIsAProblemThatSaysWhatToDo() {
        server.store.maintenance.refusing = true;
        AdminServer.Result refused = server.post("/admin/v1/backup", "", OWNER);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).isEqualTo("use pg_dump");
    }

    @Test
    void onlyTheOwnerMayAskForCare() {
        assertThat(server.post("/admin/v1/rekey", "", ADMIN).status()).isEqualTo(403);
        assertThat(server.post("/admin/v1/rekey", "").status()).isEqualTo(401);
        assertThat(server.post("/admin/v1/backup", "", ADMIN).status()).isEqualTo(403);
        assertThat(server.post("/admin/v1/backup", "").status()).isEqualTo(401);
        assertThat(server.store.maintenance.actors).isEmpty();
    }
}
