// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

/// What a load generator has seen; travels as one line of JSON.
///
/// @param done requests that were answered whole
/// @param failures requests that were not
/// @param firstFailure what was wrong with the first of them; empty when there was none
/// @param chunks marked chunks that arrived
/// @param seconds from the first request to the last answer
/// @param p50Micros the median latency, of answers for [Order.Kind#JSON], of chunks otherwise
/// @param p99Micros its 99th percentile
/// @param maxMicros its largest
record LoadResult(
        long done,
        long failures,
        String firstFailure,
        long chunks,
        double seconds,
        double p50Micros,
        double p99Micros,
        double maxMicros) {}
