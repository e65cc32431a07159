// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How much is measured.
///
/// @param repeats samples of each subject
/// @param warmSeconds load before the first sample, for each subject
/// @param warmRounds how often that is repeated at most, until compilers have little to do
/// @param seconds the length of a sample
/// @param connections the numbers of connections of the JSON scenarios
/// @param streams the numbers of streams at once
/// @param normalCallers JSON callers beside the slow readers
/// @param slowCallers slow readers
/// @param keys issued keys of the grown gateway
/// @param models public names of the grown gateway
/// @param ledgerRows rows in the ledger of the grown gateway
/// @param enduranceRequests requests of which none may fail
/// @param openStreams streams that are open at once
record Plan(
        int repeats,
        int warmSeconds,
        int warmRounds,
        int seconds,
        List<Integer> connections,
        List<Integer> streams,
        int normalCallers,
        int slowCallers,
        int keys,
        int models,
        long ledgerRows,
        long enduranceRequests,
        int openStreams) {

    /// Proves that the harness works; its figures mean nothing.
    static Plan smoke() {
        return new Plan(1, 1, 1, 1, List.of(2), List.of(4), 2, 4, 50, 5, 100, 200, 10);
    }

    /// A few minutes for everything but the long warm-up: enough to see whether something went wrong.
    static Plan quick() {
        return new Plan(
                2,
                5,
                4,
                3,
                List.of(1, 32, 256),
                List.of(200, 1000),
                50,
                100,
                10_000,
                100,
                10_000,
                20_000,
                1000);
    }

    /// Half an hour for everything.
    static Plan brief() {
        return new Plan(
                3,
                10,
                8,
                4,
                List.of(1, 32, 256),
                List.of(200, 1000),
                50,
                300,
                100_000,
                1000,
                100_000,
                50_000,
                2000);
    }

    /// The counts that the published figures are made with.
    static Plan full() {
        return new Plan(
                5,
                20,
                8,
                10,
                List.of(1, 32, 256),
                List.of(200, 1000),
                50,
                1000,
                100_000,
                1000,
                10_000_000,
                1_000_000,
                10_000);
    }

    /// What was asked for otherwise on the command line; null leaves it.
    record Wishes(
            @Nullable Integer repeats,
            @Nullable Integer warmSeconds,
            @Nullable Integer seconds,
            @Nullable Integer slowCallers,
            @Nullable Long ledgerRows,
            @Nullable Long enduranceRequests,
            @Nullable Integer openStreams) {}

    /// This plan with what was asked for otherwise.
    Plan with(Wishes wishes) {
        return new Plan(
                Objects.requireNonNullElse(wishes.repeats(), repeats),
                Objects.requireNonNullElse(wishes.warmSeconds(), warmSeconds),
                warmRounds,
                Objects.requireNonNullElse(wishes.seconds(), seconds),
                connections,
                streams,
                normalCallers,
                Objects.requireNonNullElse(wishes.slowCallers(), slowCallers),
                keys,
                models,
                Objects.requireNonNullElse(wishes.ledgerRows(), ledgerRows),
                Objects.requireNonNullElse(wishes.enduranceRequests(), enduranceRequests),
                Objects.requireNonNullElse(wishes.openStreams(), openStreams));
    }
}
