// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/// Collects the figures of one row from its samples.
final class Figures {

    private final String subject;
    private final List<Sample> samples;
    private final SequencedMap<String, Spread> figures = new LinkedHashMap<>();
    private double foreign;

    Figures(String subject, List<Sample> samples) {
        this.subject = subject;
        this.samples = List.copyOf(samples);
        this.foreign = most(samples);
    }

    private static double most(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::foreignCores).max().orElse(0);
    }

    /// A figure of each sample.
    Figures add(String name, ToDoubleFunction<Sample> figure) {
        figures.put(name, Spread.of(samples.stream().mapToDouble(figure).boxed().toList()));
        return this;
    }

    /// A figure of each sample against that of the sample taken beside it.
    Figures ratio(String name, ToDoubleFunction<Sample> figure, List<Sample> others) {
        List<Double> ratios = new ArrayList<>();
        for (int index = 0; index < samples.size(); index++) {
            double other = figure.applyAsDouble(others.get(index));
            ratios.add(other == 0 ? 0 : figure.applyAsDouble(samples.get(index)) / other);
        }
        figures.put(name, Spread.of(ratios));
        foreign = Math.max(foreign, most(others));
        return this;
    }

    /// How much a figure of each sample is above that of the sample taken beside it.
    Figures added(String name, ToDoubleFunction<Sample> figure, List<Sample> others) {
        List<Double> differences = new ArrayList<>();
        for (int index = 0; index < samples.size(); index++) {
            differences.add(
                    figure.applyAsDouble(samples.get(index))
                            - figure.applyAsDouble(others.get(index)));
        }
        figures.put(name, Spread.of(differences));
        return this;
    }

    /// A figure that was taken otherwise.
    Figures put(String name, Spread spread) {
        figures.put(name, spread);
        return this;
    }

    /// Says what others used of the machine during figures that come from no sample.
    Figures disturbed(double cores) {
        foreign = Math.max(foreign, cores);
        return this;
    }

    Outcome.Row row() {
        return new Outcome.Row(subject, foreign, figures);
    }
}
