// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Answer;
import dev.penstock.engine.Inbound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final int CALLERS = 60;
    private static final int CALLS = 12;
    private static final int LARGEST = 64 * 1024;

    private static Answer answer(Inbound inbound) {
        int wait = Integer.parseInt(inbound.raw().model());
        FakeEngine.pass(new Late(wait).gate(), inbound);
        ScriptedRelay relay =
                inbound.raw().stream()
                        ? ScriptedRelay.stream().say("data: " + wait + "\n\n").end()
                        : ScriptedRelay.plain(Integer.toString(wait));
        return FakeEngine.relayed(inbound, relay);
    }

    /// A gate that opens by itself.
    private record Late(Gate gate) {
        Late(int millis) {
            this(new Gate());
            Thread.startVirtualThread(() -> {
                new Gate().await(millis);
                gate.open();
            });
        }
    }

    @Test
    void eachOfManyCallersGetsItsOwnAnswersThoughOthersLeave() throws Exception {
        Duration deadline = Duration.ofSeconds(20);
        try (Plane plane = new Plane(Plane.bodies(LARGEST, 8 * LARGEST, deadline, deadline));
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            plane.engine.script = CrowdTest::answer;
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int seed = i;
                all.add(crowd.submit(() -> calls(plane, new Random(seed))));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(CALLS);
            }
            // All room for bodies was given back, also by those who left.
            for (int i = 0; i < 16; i++) {
                String largest = "{\"model\":\"0\",\"user\":\"" + "x".repeat(LARGEST - 24) + "\"}";
                assertThat(plane.post(Plane.CHAT, largest).body()).isEqualTo("0");
            }
        }
    }

    private static int calls(Plane plane, Random random) throws Exception {
        RawCaller caller = plane.caller();
        try {
            for (int i = 0; i < CALLS; i++) {
                boolean stream = random.nextBoolean();
                int wait = random.nextInt(180);
                caller.post(
                        Plane.CHAT,
                        "{\"model\":\"%d\",\"stream\":%b,\"user\":\"%s\"}"
                                .formatted(wait, stream, "x".repeat(random.nextInt(40_000))));
                if (random.nextInt(5) == 0) {
                    caller.leave();
                    caller = plane.caller();
                    continue;
                }
                RawCaller.Reply reply = caller.reply();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo(stream ? "data: " + wait + "\n\n" : "" + wait);
            }
            return CALLS;
        } finally {
            caller.close();
        }
    }
}
