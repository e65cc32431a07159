// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// The samples of several targets that took turns.
final class Samples {

    private final Map<String, List<Sample>> byTarget = new LinkedHashMap<>();

    void add(String target, Sample sample) {
        byTarget.computeIfAbsent(target, _ -> new ArrayList<>()).add(sample);
    }

    /// Those of a target, in the order of time; the nth of two targets were taken beside each other.
    List<Sample> of(String target) {
        return List.copyOf(byTarget.getOrDefault(target, List.of()));
    }

    /// Hands on the targets in the order of their turns.
    void forEach(BiConsumer<String, List<Sample>> action) {
        byTarget.forEach(action);
    }
}
