// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static Check ok(String name) {
        return Check.one(name, () -> Finding.ok(name, "fine", ""));
    }

    private static Check hanging(String name, CountDownLatch never) {
        return Check.one(
                name,
                () -> {
                    while (true) {
                        try {
                            never.await();
                            return Finding.ok(name, "too late", "");
                        } catch (InterruptedException _) {
                            // As some libraries do.
                        }
                    }
                });
    }

    @Test
    void checksThatHangAreLeftBehindAllInTheSameTime() {
        CountDownLatch never = new CountDownLatch(1);
        List<Check> checks = new ArrayList<>(List.of(ok("first")));
        for (int i = 0; i < 5; i++) {
            checks.add(hanging("hangs " + i, never));
        }
        checks.add(ok("last"));
        long start = System.nanoTime();

        List<Finding> findings = new Round(Duration.ofSeconds(1)).run(checks);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactlyElementsOf(checks.stream().map(Check::name).toList());
        assertThat(findings.subList(1, 6)).extracting(Finding::outcome).containsOnly(Outcome.FAIL);
        assertThat(findings.getLast().outcome()).isEqualTo(Outcome.OK);
        never.countDown();
    }

    @Test
    void aCheckThatThrowsIsAFindingAndNoEnd() {
        Check broken =
                Check.one(
                        "broken",
                        () -> {
                            throw new IllegalStateException("a reason");
                        });

        List<Finding> findings = new Round(Duration.ofSeconds(5)).run(List.of(broken, ok("next")));

        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(findings.getFirst().value()).contains("a reason");
        assertThat(findings.getLast().outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void sentencesAreSplitIntoWhatIsAndWhatToDo() {
        assertThat(Finding.fail("x", "it is gone: put it back; or not", "rule"))
                .isEqualTo(Finding.fail("x", "it is gone", "rule", "put it back; or not"));
        assertThat(Finding.fail("x", "it is taken; stop: it", "rule"))
                .isEqualTo(Finding.fail("x", "it is taken", "rule", "stop: it"));
        assertThat(Finding.fail("x", "it is so", "rule"))
                .isEqualTo(Finding.fail("x", "it is so", "rule", ""));
    }
}
