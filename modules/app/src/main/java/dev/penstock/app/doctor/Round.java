// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs checks side by side, none for longer than its time. One that hangs is left behind.
final class Round {

    private final Duration each;

    /// @param each how long every check may take
    Round(Duration each) {
        this.each = each;
    }

    /// What the checks find, in their order.
    List<Finding> run(List<Check> checks) {
        List<FutureTask<List<Finding>>> tasks = new ArrayList<>();
        for (Check check : checks) {
            FutureTask<List<Finding>> task = new FutureTask<>(check.look()::findings);
            tasks.add(task);
            // Some block where a virtual thread would hold its carrier.
            Thread.ofPlatform().daemon().name("check " + check.name()).start(task);
        }
        long end = System.nanoTime() + each.toNanos();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            findings.addAll(await(checks.get(i).name(), tasks.get(i), end));
        }
        return findings;
    }

    private List<Finding> await(String name, FutureTask<List<Finding>> task, long end) {
        String rule = "an answer within " + each.toSeconds() + " s";
        try {
            return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            return List.of(
                    Finding.fail(name, "no answer", rule, "look at what is asked here; it hangs"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String reason = cause == null ? "unknown" : cause.toString();
            return List.of(
                    Finding.fail(
                            name,
                            "cannot be looked at (" + reason + ")",
                            rule,
                            "report this as a defect"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of(Finding.fail(name, "interrupted", rule, "run it again"));
        }
    }
}
