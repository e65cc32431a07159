// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What others use of the machine: the time its cores are busy, less what our own processes take.
final class Noise {

    private final Proc proc;
    private final Set<Long> ours;
    private final long busy;
    private final long own;

    /// Begins to watch.
    ///
    /// @param ours the processes that belong to the measurement, all of which outlive it
    Noise(Proc proc, Set<Long> ours) {
        this.proc = proc;
        this.ours = Set.copyOf(ours);
        this.busy = proc.busyMicros();
        this.own = proc.cpuMicros(this.ours);
    }

    /// The mean since the beginning, in cores. Clocks that tick can make it a little less than it is,
    /// never less than 0.
    double cores(long nanos) {
        return cores(nanos, List.of());
    }

    /// The same, when processes of the measurement have begun meanwhile.
    ///
    /// @param born those processes
    double cores(long nanos, Collection<Long> born) {
        long used = proc.cpuMicros(ours) - own + proc.cpuMicros(born);
        long foreign = proc.busyMicros() - busy - used;
        return Math.max(0, foreign) * 1000.0 / Math.max(1, nanos);
    }
}
