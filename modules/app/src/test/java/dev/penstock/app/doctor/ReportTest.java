// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static final Finding GOOD = Finding.ok("java", "25 on amd64", "25 or newer");
    private static final Finding POOR =
            Finding.warn("disk space", "800 MiB free", "1 GiB or more", "free some");
    private static final Finding BAD =
            Finding.fail("tls", "expired", "valid", "renew it " + "and look again ".repeat(8));

    @Test
    void worstFindingDecides() {
        assertThat(new Report(List.of()).outcome()).isEqualTo(Outcome.OK);
        assertThat(new Report(List.of(GOOD, POOR)).outcome()).isEqualTo(Outcome.WARN);
        assertThat(new Report(List.of(BAD, POOR, GOOD)).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void tableFitsAndTellsWhatToDoWhereAllIsNotWell() {
        List<String> lines = new Report(List.of(GOOD, POOR, BAD)).lines(80, false);

        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines)
                .startsWith(
                        "ok    java        25 on amd64 (25 or newer)",
                        "warn  disk space  800 MiB free",
                        "                  rule: 1 GiB or more",
                        "                  do:   free some",
                        "fail  tls         expired")
                .endsWith("", "1 failed, 1 warning, 1 ok");
        assertThat(String.join("\n", lines)).doesNotContain("\u001b");
    }

    @Test
    void coloursChangeNothingElse() {
        List<String> plain = new Report(List.of(GOOD, POOR, BAD)).lines(80, false);
        List<String> coloured = new Report(List.of(GOOD, POOR, BAD)).lines(80, true);

        assertThat(coloured.getFirst()).startsWith("\u001b[32mok    \u001b[0mjava");
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "")))
                .containsExactlyElementsOf(plain);
    }

    @Test
    void wordsLongerThanTheLineStayWhole() {
        String path = "/very" + "/long".repeat(30);
        Report report = new Report(List.of(Finding.ok("data folder", path, "")));

        assertThat(report.lines(80, false).getFirst()).contains(path);
    }

    @Test
    void jsonHasEveryMember() {
        JsonNode json = JsonMapper.shared().readTree(new Report(List.of(GOOD, POOR, BAD)).json());

        assertThat(json.path("outcome").asString()).isEqualTo("fail");
        assertThat(json.path("ok").asInt()).isEqualTo(1);
        assertThat(json.path("warn").asInt()).isEqualTo(1);
        assertThat(json.path("fail").asInt()).isEqualTo(1);
        JsonNode poor = json.path("findings").path(1);
        assertThat(poor.propertyNames())
                .containsExactly("outcome", "check", "value", "rule", "advice");
        assertThat(poor.path("check").asString()).isEqualTo("disk space");
        assertThat(poor.path("advice").asString()).isEqualTo("free some");
    }
}
