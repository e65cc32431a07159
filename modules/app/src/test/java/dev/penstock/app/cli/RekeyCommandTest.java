// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key is changed while the gateway runs, as a person asks for it.
class RekeyCommandTest {

    @TempDir private Path home;

    private Typed ask(String answer) {
        try (AdminServer server = new AdminServer(200, answer)) {
            return new Typed(home)
                    .with("PENSTOCK_URL", server.url())
                    .with("PENSTOCK_TOKEN", "pst-adm-token")
                    .run("rekey", "--online");
        }
    }

    private static String answer(int sealed, int remaining, boolean made) {
        return "{\"sealed\":%d,\"remaining\":%d,\"master_key_id\":\"0011\",\"made\":%s}"
                .formatted(sealed, remaining, made);
    }

    @Test
    void keyThatWasMadeIsToldWithItsPlace() {
        Typed rekey = ask(answer(7, 0, true));

        assertThat(rekey.code()).as(rekey.err()).isZero();
        assertThat(rekey.out())
                .isEqualTo(
                        """
                        7 secrets were encrypted, 0 remain.
                        The master key in force has the id 0011.
                        It was made now, and put into the file master.key of the data folder.
                        Backups made before need the old key: keep it with them.
                        """);
    }

    @Test
    void whatRemainsIsAFailureThatSaysWhatToDo() {
        Typed rekey = ask(answer(0, 3, false));

        assertThat(rekey.code()).isEqualTo(1);
        assertThat(rekey.err())
                .startsWith("penstock: what remains is encrypted with a key")
                .contains("PENSTOCK_PREVIOUS_MASTER_KEYS");
    }

    @Test
    void nothingToDoIsSaid() {
        assertThat(ask(answer(0, 0, false)).out()).contains("no other key is needed");
        assertThat(ask(answer(2, 0, false)).out()).contains("can be left out at the next start");
    }
}
