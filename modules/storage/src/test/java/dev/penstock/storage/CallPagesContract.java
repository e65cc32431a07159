// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.CallRecords.CallFilter;
import dev.penstock.state.CallRecords.Changed;
import dev.penstock.state.CallRecords.LedgerMark;
import dev.penstock.state.Ledger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store promises about pages of call records and about following them.
abstract class CallPagesContract extends StoreContract {

    private final UUID organisation = UUID.randomUUID();
    private final List<UUID> attempts = new ArrayList<>();

    private LedgerEntry.Opened open(UUID key, String provider, String model) {
        LedgerEntry.Opened row =
                Rows.opened(
                        organisation,
                        key,
                        provider,
                        model,
                        Instant.now().truncatedTo(ChronoUnit.MICROS));
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        attempts.add(row.attempt());
        return row;
    }

    private List<UUID> page(CallFilter filter, UUID after, int limit) {
        return ids(store().calls().page(organisation, filter, after, limit));
    }

    private static List<UUID> ids(List<LedgerEntry> entries) {
        return entries.stream().map(entry -> entry.opened().attempt()).toList();
    }

    private void settle() {
        assertThat(store().ledger().settle(SOON)).isTrue();
    }

    private Changed since(LedgerMark mark, int limit) {
        return store().calls().since(organisation, mark, limit);
    }

    // A change is held back while an older transaction of anybody still runs.
    private Changed awaited(LedgerMark mark) {
        long end = System.nanoTime() + SOON.toNanos();
        Changed changed = since(mark, 10);
        while (changed.entries().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
            changed = since(mark, 10);
        }
        return changed;
    }

    @Test
    void credentialAndStatusAreRead() {
        LedgerEntry.Opened row = Rows.credentialed(organisation, new UUID(7, 7));
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        store().ledger().close(Rows.refused(row, 429));
        assertThat(store().calls().call(organisation, row.call()))
                .containsExactly(new LedgerEntry(row, Rows.refused(row, 429)));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrOverlap() {
        for (int i = 0; i < 7; i++) {
            open(new UUID(1, i % 2), "main", "m");
        }
        List<UUID> seen = new ArrayList<>(page(CallFilter.all(), null, 3));
        seen.addAll(page(CallFilter.all(), seen.getLast(), 3));
        seen.addAll(page(CallFilter.all(), seen.getLast(), 3));
        // Two of one millisecond may have been numbered in either order.
        attempts.sort(Comparator.comparing(UUID::toString).reversed());
        assertThat(seen).isEqualTo(attempts);
        assertThat(page(CallFilter.all(), seen.getLast(), 3)).isEmpty();
        assertThat(store().calls().page(UUID.randomUUID(), CallFilter.all(), null, 3)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page(CallFilter.all(), null, 501))
                .withMessageContaining("501");
    }

    @Test
    void filtersLeaveOutAllElse() {
        UUID key = new UUID(1, 1);
        LedgerEntry.Opened one = open(key, "main", "fast");
        LedgerEntry.Opened two = open(key, "other", "slow");
        LedgerEntry.Opened three = open(new UUID(1, 2), "main", "fast");
        store().ledger().close(Rows.settled(one));
        store().ledger().close(Rows.released(two));
        Instant later = Instant.now().plusSeconds(60);

        assertThat(page(new CallFilter(key, null, null, null, null, null), null, 9))
                .containsExactly(two.attempt(), one.attempt());
        assertThat(page(new CallFilter(null, "fast", null, null, null, null), null, 9))
                .containsExactly(three.attempt(), one.attempt());
        assertThat(page(new CallFilter(null, null, "other", null, null, null), null, 9))
                .containsExactly(two.attempt());
        assertThat(page(new CallFilter(null, null, null, "ok", null, null), null, 9))
                .containsExactly(one.attempt());
        assertThat(page(new CallFilter(null, null, null, CallFilter.OPEN, null, null), null, 9))
                .containsExactly(three.attempt());
        assertThat(page(new CallFilter(null, null, null, null, one.at(), later), null, 9))
                .hasSize(3);
        assertThat(page(new CallFilter(null, null, null, null, later, null), null, 9)).isEmpty();
        assertThat(page(new CallFilter(null, null, null, null, null, one.at()), null, 9)).isEmpty();
        assertThat(page(new CallFilter(key, "fast", "main", "ok", one.at(), later), null, 9))
                .containsExactly(one.attempt());
    }

    @Test
    void followerSeesEveryOpeningAndClosing() {
        open(new UUID(1, 1), "main", "early");
        settle();
        LedgerMark start = store().calls().mark(organisation);
        assertThat(since(start, 10)).isEqualTo(new Changed(List.of(), start));

        LedgerEntry.Opened one = open(new UUID(1, 1), "main", "m");
        settle();
        Changed opened = awaited(start);
        assertThat(ids(opened.entries())).containsExactly(one.attempt());
        assertThat(opened.entries().getFirst().closed()).isNull();
        assertThat(since(opened.mark(), 10).entries()).isEmpty();

        store().ledger().close(Rows.settled(one));
        LedgerEntry.Opened foreign = Rows.opened(UUID.randomUUID());
        store().ledger().open(foreign, Ledger.Durability.JOURNALED);
        settle();
        Changed closed = awaited(opened.mark());
        assertThat(closed.entries()).containsExactly(new LedgerEntry(one, Rows.settled(one)));
        assertThat(since(closed.mark(), 10).entries()).isEmpty();
    }

    @Test
    void followerMissesNothingHoweverSmallItsSteps() {
        LedgerMark mark = store().calls().mark(organisation);
        for (int i = 0; i < 25; i++) {
            LedgerEntry.Opened row = open(new UUID(1, i % 2), "main", "m");
            if (i % 3 == 0) {
                store().ledger().close(Rows.settled(row));
            }
        }
        settle();
        List<UUID> seen = new ArrayList<>();
        LedgerMark at = mark;
        long end = System.nanoTime() + SOON.toNanos();
        while (seen.size() < attempts.size() && System.nanoTime() < end) {
            Changed step = since(at, 4);
            assertThat(step.entries()).hasSizeLessThanOrEqualTo(4);
            seen.addAll(ids(step.entries()));
            at = step.mark();
        }
        assertThat(since(at, 4).entries()).isEmpty();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(attempts);
    }

    @Test
    void markSurvivesAReopening() {
        LedgerEntry.Opened row = open(new UUID(1, 1), "main", "m");
        settle();
        LedgerMark mark = store().calls().mark(organisation);
        store().ledger().close(Rows.settled(row));
        reopen();
        assertThat(ids(awaited(mark).entries())).containsExactly(row.attempt());
    }
}
