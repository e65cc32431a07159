// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class BenchTest {

    private static final Path ROOT = Path.of(System.getProperty("penstock.root"));

    private final StringWriter errors = new StringWriter();

    @TempDir Path out;

    private int run(String... arguments) {
        CommandLine command = Bench.command();
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }

    @Test
    void unknownScenarioIsToldWithTheKnownOnes() {
        assertThat(run("relay")).isEqualTo(Bench.FAILED);
        assertThat(errors.toString()).contains("'relay'").contains("relay-json");
    }

    @Test
    void unknownOptionIsNotUnderstood() {
        assertThat(run("--fast")).isEqualTo(2);
    }

    @Test
    void helpNamesEveryScenario() {
        String help = Bench.command().getUsageMessage();

        assertThat(Scenario.ids()).allSatisfy(id -> assertThat(help).contains(id));
    }

    @Test
    void gatewayIsStartedWithTheFlagsOfTheLauncher() throws IOException {
        List<String> flags =
                Files.readString(ROOT.resolve("penstock"))
                        .lines()
                        .map(line -> line.replace("\\", "").replace("collector=", "").strip())
                        .filter(line -> line.startsWith("-X"))
                        .toList();

        assertThat(Gateway.LAUNCHER_FLAGS).isEqualTo(flags);
    }

    @Test
    void halfOfTheCoresBelongsToWhatIsMeasured() {
        assertThat(Placement.of(1)).isEqualTo(new Placement("", "", 1));
        assertThat(Placement.of(2)).isEqualTo(new Placement("1", "0", 1));
        assertThat(Placement.of(7)).isEqualTo(new Placement("3-6", "0-2", 4));
    }

    @Test
    void wishOfAStreamSurvivesItsText() {
        StreamWish wish = new StreamWish(500, 20_000, 64);

        assertThat(StreamWish.in("{\"content\":\"" + wish.text() + "What\"}")).isEqualTo(wish);
        assertThat(StreamWish.in("{\"content\":\"What\"}")).isNull();
    }

    @Test
    void answersAreOfTheirSize() {
        assertThat(List.of(Answers.openAi(), Answers.anthropic()))
                .allSatisfy(answer -> {
                    byte[] bytes = new byte[answer.remaining()];
                    answer.duplicate().get(bytes);
                    String text = new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
                    String body = text.substring(text.indexOf("\r\n\r\n") + 4);
                    assertThat(body).hasSize(Answers.SIZE);
                    assertThat(Lines.JSON.readTree(body).path("id").asString()).isNotEmpty();
                    assertThat(text).contains("content-length: " + Answers.SIZE);
                });
    }

    @Test
    void streamsThatCannotBeOpenedAreRefusedBeforeTheyFail() {
        OpenStreams.enoughFiles(1000, 2500);

        assertThatThrownBy(() -> OpenStreams.enoughFiles(1001, 2500))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("2502 open files")
                .hasMessageContaining("--streams");
    }

    /// The harness works: real processes, tiny counts, no thresholds.
    @Test
    void slowReadersAreMeasuredBesideOrdinaryCallers() throws IOException {
        int exit =
                run(
                        "slow-readers",
                        "--smoke",
                        "--accept-noise",
                        "--root",
                        ROOT.toString(),
                        "--out",
                        out.toString());

        assertThat(exit).as(errors.toString()).isZero();
        assertThat(Files.readString(out.resolve("bench.md")))
                .contains("### slow-readers")
                .contains("memory per slow reader");
        JsonNode report = Lines.JSON.readTree(Files.readString(out.resolve("bench.json")));
        JsonNode rows = report.path("outcomes").path(0).path("rows");
        assertThat(rows).hasSize(2);
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(figure(row, "failures")).isZero();
                    assertThat(figure(row, "requests/s")).isPositive();
                });
        assertThat(figure(rows.path(1), "slow readers lost")).isZero();
        assertThat(figure(rows.path(1), "requests/s to alone")).isPositive();
        assertThat(report.path("machine").path("commit").asString()).isNotEmpty();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static double figure(JsonNode row, String name) {
        return row.path("figures").path(name).path("median").asDouble(-1);
    }
}
