// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts with the setting `bootstrap`.
class BootstrapStartTest {

    private static final String FILE =
            """
            version: 1
            owner:
              email: owner@example.com
              password: ${file:password.txt}
              organisation: Acme
            providers:
              - uid: main
                type: openai
                credentials:
                  - {name: one, secret: "${env:OPENAI_KEY}"}
            keys:
              - {name: ci, models: ["*"]}
            """;

    @TempDir private Path home;

    private Typed typed() {
        return new Typed(home)
                .with("HOST", "127.0.0.1")
                .with("PORT", "0")
                .with("PENSTOCK_MANAGEMENT_PORT", "0")
                .with("PENSTOCK_BOOTSTRAP", "conf/gateway.yaml")
                .with("OPENAI_KEY", "sk-test-only");
    }

    private Path write(String text) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/password.txt"), "correct horse battery\n");
        return Files.writeString(home.resolve("conf/gateway.yaml"), text);
    }

    private static List<String> keys(String out) {
        return out.lines().filter(line -> line.contains("sk-pst-")).toList();
    }

    @Test
    void firstStartMakesOwnerAndConfigurationAndLaterOnesNothing() throws Exception {
        Path file = write(FILE);

        Typed first = typed().run("serve");
        Typed second = typed().run("serve");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("  file     " + file + " (the gateway has its owner now; 3 changed)\n")
                .doesNotContain("/setup", "curl");
        assertThat(keys(first.out())).singleElement().asString().startsWith("  ci  sk-pst-");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("  file     " + file + " (all is as it says already)\n");
        assertThat(keys(second.out())).isEmpty();
    }

    @Test
    void fileThatIsNotUnderstoodRefusesTheStartWithItsLines() throws Exception {
        Path file = write(FILE.replace("uid: main", "id: main").replace("name: ci, ", ""));

        Typed serve = typed().run("serve");

        assertThat(serve.code()).isEqualTo(1);
        assertThat(serve.out()).isEmpty();
        assertThat(serve.err())
                .startsWith("penstock: the bootstrap file is refused, and nothing was changed:\n")
                .contains("\n  " + file + ":7:5: 'uid' is missing")
                .contains("\n  " + file + ":7:5: 'id' is not known here")
                .contains("\n  " + file + ":12:");
        assertThat(typed().run("validate").err()).contains(file + ":7:5: 'id' is not known here");
    }

    @Test
    void fileThatIsMissingRefusesTheStartInOneSentence() {
        Typed serve = typed().run("serve");

        assertThat(serve.code()).isEqualTo(1);
        assertThat(serve.err())
                .startsWith("penstock: bootstrap is '" + home.resolve("conf/gateway.yaml") + "'")
                .hasLineCount(1);
        assertThat(typed().run("validate").code()).isEqualTo(1);
    }
}
