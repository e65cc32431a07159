// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @TempDir private Path home;

    private Typed type(String words) {
        return new Typed(home).run(words.split(" "));
    }

    @Test
    void helpNamesEveryCommandAndTheSettingsThatMatterFirst() {
        Typed help = type("--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Usage: penstock ")
                .contains(
                        "\n  serve ",
                        "\n  migrate ",
                        "\n  validate ",
                        "\n  doctor ",
                        "\n  key ",
                        "\n  version ")
                .contains("PORT", "PENSTOCK_DATA", "PENSTOCK_MASTER_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "migrate",
                "apply",
                "export",
                "rekey",
                "backup",
                "restore",
                "validate",
                "doctor",
                "key",
                "version",
                "key issue",
                "key disable",
                "key enable",
                "key rotate",
                "key revoke",
                "provider",
                "provider add",
                "provider list",
                "provider test",
                "provider remove",
                "model",
                "model add",
                "model list",
                "model remove",
                "price list",
                "price import",
                "calls",
                "usage",
                "setting list",
                "setting set",
                "setting unset",
                "audit"
            })
    void everyCommandHasHelp(String command) {
        Typed help = type(command + " --help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: penstock " + command);
    }

    @Test
    void helpFitsIntoAnOrdinaryTerminal() {
        for (String command :
                new String[] {
                    "",
                    "key ",
                    "key issue ",
                    "key rotate ",
                    "provider ",
                    "provider add ",
                    "provider test ",
                    "model ",
                    "model add ",
                    "price list ",
                    "price import ",
                    "calls ",
                    "usage ",
                    "setting set ",
                    "audit ",
                    "validate ",
                    "apply ",
                    "export ",
                    "backup ",
                    "restore ",
                    "rekey ",
                    "doctor "
                }) {
            assertThat(type(command + "--help").out().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void versionIsTold(String words) {
        Typed version = type(words);

        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("Penstock ").contains("\nJava " + Runtime.version());
    }

    @ParameterizedTest
    @CsvSource({
        "serv, Unmatched argument, Try 'penstock --help'.",
        "--prot=1, Unknown option: '--prot=1', Try 'penstock --help'.",
        "key, 'key needs one of issue, list, disable, enable, rotate, revoke and check', Try 'penstock key --help'.",
        "key issue, Missing required options, Try 'penstock key issue --help'.",
        "key revoke, Missing required parameter, Try 'penstock key revoke --help'."
    })
    void whatIsNotUnderstoodIsSaidInAFewLines(String words, String reason, String hint) {
        Typed misspelt = type(words);

        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.out()).isEmpty();
        assertThat(misspelt.err()).startsWith("penstock: " + reason).endsWith(hint + "\n");
        assertThat(misspelt.err().lines().count()).isLessThanOrEqualTo(3);
    }

    @Test
    void helpIsACommandToo() {
        assertThat(type("help key").out()).isEqualTo(type("key --help").out());
        assertThat(type("help key issue").out()).isEqualTo(type("key issue --help").out());
        assertThat(type("help").out()).isEqualTo(type("--help").out());
        assertThat(type("help kye").err()).startsWith("penstock: there is no command 'kye'\n");
        assertThat(type("help kye").code()).isEqualTo(2);
    }

    @Test
    void nearCommandIsProposed() {
        assertThat(type("serv").err()).contains("Did you mean: penstock serve");
    }
}
