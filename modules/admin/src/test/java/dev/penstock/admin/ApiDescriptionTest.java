// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.kit.OpenApiContract;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {

    private final AdminServer server = new AdminServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRouteIsDescribedAndNothingElseIs() {
        assertThat(server.contract().operations())
                .containsExactlyInAnyOrderElementsOf(server.leastRoles.keySet());
    }

    @Test
    void leastRoleOfEveryRouteIsAsDescribed() {
        AdminServer.Result document = server.get("/admin/v1/openapi.json");

        server.leastRoles.forEach((operation, role) -> {
            String[] parts = operation.split(" ", 2);
            String pointer =
                    "/paths/%s/%s/x-penstock-least-role"
                            .formatted(
                                    parts[1].replace("/", "~1"), parts[0].toLowerCase(Locale.ROOT));
            assertThat(document.body().at(pointer).asString(""))
                    .as("least role of %s", operation)
                    .isEqualTo(role);
        });
    }

    @Test
    void documentIsServedToAnybodyAndHoldsTogether() {
        AdminServer.Result document = server.get("/admin/v1/openapi.json");

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.text("/info/title")).isEqualTo("Penstock admin API");
        OpenApiContract.of(document.raw().body()).checkDocument();
    }
}
