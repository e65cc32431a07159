// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.CallRecords;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A ledger to read, in memory; remembers what it was asked.
final class MemoryCalls implements CallRecords {

    final List<LedgerEntry> entries = new CopyOnWriteArrayList<>();
    final List<UsageTotal> totals = new CopyOnWriteArrayList<>();
    final List<CallFilter> filters = new CopyOnWriteArrayList<>();
    final List<Question> questions = new CopyOnWriteArrayList<>();

    record Question(UUID organisation, Instant from, Instant to, Grouping by) {}

    @Override
    public List<LedgerEntry> call(UUID organisation, UUID call) {
        return entries.stream()
                .filter(e -> e.opened().organisation().equals(organisation))
                .filter(e -> e.opened().call().equals(call))
                .toList();
    }

    @Override
    public List<LedgerEntry> page(
            UUID organisation, CallFilter filter, @Nullable UUID after, int limit) {
        filters.add(filter);
        return entries.stream()
                .filter(e -> e.opened().organisation().equals(organisation))
                .filter(filter::fits)
                .filter(e -> after == null || e.opened().attempt().compareTo(after) < 0)
                .sorted((a, b) -> b.opened().attempt().compareTo(a.opened().attempt()))
                .limit(limit)
                .toList();
    }

    @Override
    public LedgerMark mark(UUID organisation) {
        return new LedgerMark(entries.size(), new UUID(0, 0));
    }

    @Override
    public Changed since(UUID organisation, LedgerMark mark, int limit) {
        List<LedgerEntry> later =
                entries.stream()
                        .skip(mark.change())
                        .limit(limit)
                        .filter(e -> e.opened().organisation().equals(organisation))
                        .toList();
        return new Changed(
                later,
                new LedgerMark(Math.min(entries.size(), mark.change() + limit), new UUID(0, 0)));
    }

    @Override
    public List<UsageTotal> usage(UUID organisation, Instant from, Instant to, Grouping by) {
        questions.add(new Question(organisation, from, to, by));
        return totals;
    }
}
