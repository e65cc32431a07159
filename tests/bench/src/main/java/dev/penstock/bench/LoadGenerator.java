// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Callers, in a process of their own: reads [Order]s from standard input, one a line, carries one out
/// after the other, and prints a [LoadResult] for each. Ends with its standard input.
final class LoadGenerator {

    private final LinkedBlockingQueue<String> orders = new LinkedBlockingQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private LoadGenerator() {}

    /// Entry of the process.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadGenerator generator = new LoadGenerator();
        Thread.ofPlatform().daemon().start(generator::listen);
        generator.work();
    }

    private void listen() {
        try (BufferedReader parent = Lines.fromParent()) {
            for (String line = parent.readLine(); line != null; line = parent.readLine()) {
                if (line.equals(Lines.STOP)) {
                    stopped.set(true);
                } else {
                    orders.add(line);
                }
            }
        } catch (IOException gone) {
            // The parent is gone either way.
        } finally {
            // Nobody is left who could use a result.
            Runtime.getRuntime().halt(0);
        }
    }

    private void work() throws IOException, InterruptedException {
        while (true) {
            Order order = Lines.JSON.readValue(orders.take(), Order.class);
            stopped.set(false);
            try (Load load = new Load(order, stopped, () -> Lines.toParent(Lines.READY))) {
                Lines.toParent(Lines.JSON.writeValueAsString(load.run()));
            }
        }
    }
}
