// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplerTest {

    // Answers the nth order with n done requests.
    private final Child counting =
            Child.start(
                    "a fake load generator",
                    new ProcessBuilder(
                            "sh",
                            "-c",
                            "n=0; while read -r line; do n=$((n+1)); echo '{\"done\":'$n'}'; done"));

    @AfterEach
    void end() {
        counting.close();
    }

    private static Target target(String name) {
        return new Target(name, 1, "/", "", "m", List.of());
    }

    private static Order order(Target target) {
        return target.json(1, 1, 0);
    }

    @Test
    void targetsTakeTurnsAfterAllAreWarm() {
        Sampler sampler = new Sampler(Proc.here(), 1000, false, 3);

        Samples samples =
                sampler.inTurn(
                        counting,
                        List.of(target("a"), target("b")),
                        2,
                        SamplerTest::order,
                        SamplerTest::order);

        assertThat(samples.of("a")).extracting(s -> s.load().done()).containsExactly(3L, 5L);
        assertThat(samples.of("b")).extracting(s -> s.load().done()).containsExactly(4L, 6L);
    }

    @Test
    void disturbedSampleIsRepeatedAndThenRefused() {
        Sampler sampler = new Sampler(Proc.here(), -1, false, 3);
        Target target = target("a");

        assertThatThrownBy(() -> sampler.sample(counting, target, order(target)))
                .isInstanceOf(DisturbedException.class)
                .hasMessageContaining("3 times")
                .hasMessageContaining("--accept-noise");
        assertThat(Sampler.carryOut(counting, order(target)).done()).isEqualTo(4);
    }

    @Test
    void acceptedNoiseIsKeptWithTheSample() {
        Sampler sampler = new Sampler(Proc.here(), -1, true, 3);
        Target target = target("a");

        Sample sample = sampler.sample(counting, target, order(target));

        assertThat(sample.load().done()).isEqualTo(1);
        assertThat(sample.foreignCores()).isNotNegative();
    }

    @Test
    void whatOthersUseIsToleratedUpToTheLimit() {
        Sampler strict = new Sampler(Proc.here(), 0.1, false, 3);

        strict.tolerate(0.1, "a start");
        assertThatThrownBy(() -> strict.tolerate(0.2, "a start"))
                .isInstanceOf(DisturbedException.class)
                .hasMessageContaining("0.20 cores during a start");
        new Sampler(Proc.here(), 0.1, true, 3).tolerate(0.2, "a start");
    }
}
