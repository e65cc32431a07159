// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

/// One measurement of one target.
///
/// @param load what the callers have seen
/// @param cpuMicros CPU time that the target took, until it had come to rest
/// @param compilerMicros the part of it that went into compiling what runs
/// @param residentKib its memory afterwards
/// @param foreignCores what others used of the machine meanwhile, in cores
record Sample(
        LoadResult load,
        long cpuMicros,
        long compilerMicros,
        long residentKib,
        double foreignCores) {

    double requestsPerSecond() {
        return load.seconds() == 0 ? 0 : load.done() / load.seconds();
    }

    double cpuPerRequest() {
        return (double) cpuMicros / Math.max(1, load.done());
    }

    double cpuPerChunk() {
        return (double) cpuMicros / Math.max(1, load.chunks());
    }

    /// How much of the CPU time went into compiling, in percent.
    double compiling() {
        return 100.0 * compilerMicros / Math.max(1, cpuMicros);
    }

    double residentMib() {
        return residentKib / 1024.0;
    }
}
