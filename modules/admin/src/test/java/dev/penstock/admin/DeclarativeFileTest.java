// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarativeFileTest {

    private static DeclarativeFile yaml(String text) {
        return DeclarativeFile.read(
                text.getBytes(StandardCharsets.UTF_8), DeclarativeFile.Format.YAML);
    }

    private static DeclarativeFile json(String text) {
        return DeclarativeFile.read(
                text.getBytes(StandardCharsets.UTF_8), DeclarativeFile.Format.JSON);
    }

    private static List<String> mistakes(Runnable reading) {
        FileMistakesException failure =
                catchThrowableOfType(FileMistakesException.class, reading::run);
        return failure.mistakes().stream()
                .map(m -> m.line() + ":" + m.column() + " " + m.pointer() + " " + m.message())
                .toList();
    }

    private static String jsonOf(DeclarativeFile file) {
        return new String(file.json(), StandardCharsets.UTF_8);
    }

    @Test
    void plainValuesAreWhatTheyLookLikeAndQuotedOnesAreTexts() {
        DeclarativeFile file =
                yaml(
                        """
                        version: 1
                        a: true
                        b: 'true'
                        c: 0.25
                        d: "5"
                        e: ~
                        f: 01
                        g: [x, "y z"]
                        """);

        assertThat(jsonOf(file))
                .isEqualTo(
                        """
                        {"version":1,"a":true,"b":"true","c":0.25,"d":"5","e":null,"f":"01",\
                        "g":["x","y z"]}\
                        """);
    }

    @Test
    void jsonAndYamlSayTheSame() {
        String text = "{\"version\":1,\"a\":[true,\"true\",1.50,null,{\"b\":\"\\u00e4\"}]}";

        assertThat(jsonOf(json(text))).isEqualTo(jsonOf(yaml(text)));
        assertThat(jsonOf(json(text))).contains("1.50");
    }

    @Test
    void jsonMayBeIndentedByTabs() {
        assertThat(jsonOf(json("{\n\t\"version\":\t1\n}"))).isEqualTo("{\"version\":1}");
    }

    @Test
    void whatWouldMultiplyIsRefusedWithItsPlaces() {
        assertThat(
                        mistakes(() ->
                                yaml(
                                        """
                                        a: &a [x, x]
                                        b: [*a, *a]
                                        c: !!str 5
                                        """)))
                .containsExactly(
                        "1:4 /a has an anchor, which is not allowed; leave it out",
                        "2:5 /b/0 is an alias, which is not allowed; write the value itself",
                        "2:9 /b/1 is an alias, which is not allowed; write the value itself",
                        "3:4 /c has a tag, which is not allowed; leave it out");
    }

    @Test
    void laughsStayCheap() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 2_000; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(mistakes(() -> yaml(laughs.toString()))).hasSize(200);
    }

    @Test
    void memberThatIsThereTwiceIsRefusedInBothFormats() {
        assertThat(mistakes(() -> yaml("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n")))
                .containsExactly(
                        "4:3 /b/c is there twice; keep one", "5:1 /a is there twice; keep one");
        assertThat(mistakes(() -> json("{\"a\":1,\n \"a\":2}")))
                .containsExactly("2:2 /a is there twice; keep one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingEndsEarlyInBothFormats(String level) {
        String deep = level.repeat(100_000);

        assertThat(mistakes(() -> yaml(deep)).getLast()).endsWith("is nested too deeply");
        assertThat(mistakes(() -> json(deep)).getLast()).endsWith("is nested too deeply");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1, 2 | 2:1",
                "a: b: c | 1:5",
                "a: \"x | 2:1",
                "a: 1\\n---\\nb: 2 | 2:1",
                "a: @x | 1:4"
            })
    void whatIsNoYamlIsSaidWithItsPlace(String text, String place) {
        List<String> found = mistakes(() -> yaml(text.replace("\\n", "\n") + "\n"));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst()).startsWith(place + " ");
    }

    @Test
    void whatIsNoJsonIsSaidWithItsPlaceAndWithoutItsText() {
        assertThat(mistakes(() -> json("{\"secret\":\n  sk-123}")))
                .containsExactly("2:3  is not JSON from here on");
        assertThat(mistakes(() -> json("{} {}"))).hasSize(1);
    }

    @Test
    void largeFileAndForeignEncodingAreRefused() {
        byte[] large = new byte[DeclarativeFile.MOST_BYTES + 1];

        assertThat(mistakes(() -> DeclarativeFile.read(large, DeclarativeFile.Format.YAML)))
                .containsExactly("1:1  is larger than 1048576 bytes; split it");
        assertThat(
                        mistakes(() ->
                                DeclarativeFile.read(
                                        new byte[] {'a', (byte) 0xe4},
                                        DeclarativeFile.Format.YAML)))
                .containsExactly("1:1  is not UTF-8; save it in this encoding");
    }

    @Test
    void secretsAreResolvedWhereSecretsAreAndNowhereElse() {
        DeclarativeFile file =
                yaml(
                        """
                        version: 1
                        providers:
                          - uid: ${env:NOT}
                            credentials:
                              - {name: a, secret: "${env:KEY}"}
                              - name: b
                                secret: ${file:/run/key}
                        """);

        DeclarativeFile resolved = file.resolved((source, name) -> source + " \"" + name + "\"");

        assertThat(jsonOf(resolved))
                .contains("\"uid\":\"${env:NOT}\"")
                .contains("\"secret\":\"env \\\"KEY\\\"\"")
                .contains("\"secret\":\"file \\\"/run/key\\\"\"");
    }

    @Test
    void secretWithoutAValueAndSecretInTheFileAreMistakesThatDoNotRepeatIt() {
        DeclarativeFile file =
                yaml(
                        """
                        providers:
                          - credentials:
                              - secret: ${env:MISSING}
                              - secret: sk-in-the-file
                        """);
        Map<String, String> none = Map.of();

        assertThat(
                        mistakes(() ->
                                file.resolved((_, name) -> {
                                    if (!none.containsKey(name)) {
                                        throw new IllegalArgumentException("is not set");
                                    }
                                    return "x";
                                })))
                .containsExactly(
                        "3:17 /providers/0/credentials/0/secret ${env:MISSING} is not set",
                        "4:17 /providers/0/credentials/1/secret must be ${env:NAME} or ${file:PATH};"
                                + " secrets are not written into the file");
    }

    @Test
    void mistakesOfOthersAreFoundAtTheirPlaces() {
        DeclarativeFile file =
                yaml(
                        """
                        version: 1
                        models:
                          - name: a
                            a/b: x
                        """);

        assertThat(file.placed("/models/0/name", "m")).isEqualTo(at("/models/0/name", 3, 5));
        assertThat(file.placed("/models/0/a~1b", "m")).isEqualTo(at("/models/0/a~1b", 4, 5));
        assertThat(file.placed("/models/0/gone/x", "m")).isEqualTo(at("/models/0/gone/x", 3, 5));
        assertThat(file.placed("/models/7", "m")).isEqualTo(at("/models/7", 2, 1));
        assertThat(file.placed("", "m")).isEqualTo(at("", 1, 1));
    }

    private static FileMistake at(String pointer, int line, int column) {
        return new FileMistake(pointer, line, column, "m");
    }
}
