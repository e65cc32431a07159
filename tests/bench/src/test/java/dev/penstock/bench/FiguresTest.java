// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static Sample sample(long cpuMicros, long done, double foreign) {
        return new Sample(
                new LoadResult(done, 0, "", 4 * done, 2, 100, 900, 1000),
                cpuMicros,
                cpuMicros / 4,
                2048,
                foreign);
    }

    @Test
    void sampleDividesByWhatWasDone() {
        Sample sample = sample(600, 20, 0);

        assertThat(sample.cpuPerRequest()).isEqualTo(30);
        assertThat(sample.cpuPerChunk()).isEqualTo(7.5);
        assertThat(sample.requestsPerSecond()).isEqualTo(10);
        assertThat(sample.compiling()).isEqualTo(25);
        assertThat(sample.residentMib()).isEqualTo(2);
    }

    @Test
    void ratioComparesSamplesThatWereTakenBesideEachOther() {
        List<Sample> own = List.of(sample(60, 1, 0), sample(100, 1, 0));
        List<Sample> others = List.of(sample(20, 1, 0), sample(50, 1, 0));

        Outcome.Row row = new Figures("x", own).ratio("r", Sample::cpuPerRequest, others).row();

        assertThat(row.figures()).containsEntry("r", new Spread(2.5, 2, 3));
    }

    @Test
    void rowCarriesTheWorstDisturbanceAlsoOfWhatItIsComparedWith() {
        List<Sample> own = List.of(sample(1, 1, 0.02), sample(1, 1, 0.05));
        List<Sample> others = List.of(sample(1, 1, 0), sample(1, 1, 0.4));

        assertThat(new Figures("x", own).row().foreignCores()).isEqualTo(0.05);
        assertThat(
                        new Figures("x", own)
                                .ratio("r", Sample::cpuPerRequest, others)
                                .row()
                                .foreignCores())
                .isEqualTo(0.4);
    }

    @Test
    void tableHasAColumnForEachFigureAndMarksDisturbedRows() {
        Outcome outcome =
                new Outcome(
                        "relay",
                        List.of(
                                new Figures("a", List.of(sample(60, 2, 0)))
                                        .add("CPU", Sample::cpuPerRequest)
                                        .row(),
                                new Figures("b", List.of(sample(60, 3, 0.5)))
                                        .add("CPU", Sample::cpuPerRequest)
                                        .put("more", Spread.single(7))
                                        .row()));

        assertThat(outcome.markdown(0.1))
                .isEqualTo(
                        """
                        ### relay

                        |  | CPU | more |
                        | --- | ---: | ---: |
                        | a | 30 |  |
                        | b (disturbed) | 20 | 7 |
                        """);
    }
}
