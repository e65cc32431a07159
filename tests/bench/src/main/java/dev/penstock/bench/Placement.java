// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/// Which process runs on which cores: what is measured gets the upper half of the machine, the mock
/// upstream, the load generators and this command share the lower half.
///
/// @param measured cores of the gateway and of the reverse proxy, in the form of taskset(1); empty: any
/// @param others cores of everything else, likewise
/// @param workers how many cores the measured process has
record Placement(String measured, String others, int workers) {

    /// For a machine of that many cores. With one core nothing can be kept apart.
    static Placement of(int cores) {
        if (cores < 2) {
            return new Placement("", "", 1);
        }
        int half = cores / 2;
        return new Placement(range(half, cores - 1), range(0, half - 1), cores - half);
    }

    private static String range(int from, int to) {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }

    /// A command on the cores of what is measured.
    ProcessBuilder measured(List<String> command) {
        return on(measured, command);
    }

    /// A command on the cores of the measuring side.
    ProcessBuilder others(List<String> command) {
        return on(others, command);
    }

    private static ProcessBuilder on(String cores, List<String> command) {
        List<String> placed = new ArrayList<>();
        if (!cores.isEmpty()) {
            placed.addAll(List.of("taskset", "-c", cores));
        }
        placed.addAll(command);
        return new ProcessBuilder(placed);
    }
}
