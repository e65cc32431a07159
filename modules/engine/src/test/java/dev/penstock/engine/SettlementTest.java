// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final Instant NOW = Tenants.BEGINNING;
    private static final LedgerEntry.Opened ROW =
            new LedgerEntry.Opened(
                    new UUID(0, 1),
                    new UUID(0, 2),
                    Tenants.ORGANISATION,
                    new UUID(0, 3),
                    new UUID(0, 4),
                    new UUID(0, 5),
                    "one",
                    "fake",
                    null,
                    "one/m",
                    "m",
                    "/v1/messages",
                    true,
                    NOW,
                    70,
                    null);

    private final Tally tally = new Tally(InstantSource.fixed(NOW));

    private void saw(ChatEvent... events) {
        for (ChatEvent event : events) {
            tally.take(event);
        }
    }

    private static ChatEvent text(String text) {
        return new ChatEvent.TextDelta(text);
    }

    private static ChatEvent reported(Usage usage) {
        return new ChatEvent.UsageReported(usage);
    }

    private static ChatEvent finished() {
        return new ChatEvent.Finished(StopReason.END, null);
    }

    private LedgerEntry.Closed cut() {
        return Settlement.settled(ROW, "caller_gone", false, tally, null, NOW);
    }

    private LedgerEntry.Closed complete() {
        return Settlement.settled(ROW, "ok", true, tally, null, NOW);
    }

    @Test
    void finalUsageIsTheProviders() {
        Usage usage = Usage.tokens(12, 3).with(UsageClass.CACHE_READ, 8);
        saw(text("hello"), finished(), reported(usage));

        assertThat(complete().usage()).isEqualTo(usage);
        assertThat(complete().source()).isEqualTo(UsageSource.PROVIDER);
    }

    @Test
    void finalUsageIsTheProvidersEvenWhenTheEndWasCut() {
        saw(text("hello"), reported(Usage.tokens(12, 3)), finished());

        assertThat(cut().source()).isEqualTo(UsageSource.PROVIDER);
    }

    @Test
    void cutAnswerCountsManySmallDeltas() {
        saw(text("a"), text("b"), text("c"));

        assertThat(cut().usage()).isEqualTo(Usage.tokens(70, 3));
        assertThat(cut().source()).isEqualTo(UsageSource.COUNTED);
    }

    @Test
    void cutAnswerCountsTheCharactersOfFewLargeDeltas() {
        saw(text("x".repeat(41)));

        assertThat(cut().usage()).isEqualTo(Usage.tokens(70, 11));
    }

    @Test
    void everyKindOfContentIsCounted() {
        saw(
                new ChatEvent.ReasoningDelta("think"),
                new ChatEvent.RefusalDelta("no"),
                new ChatEvent.ToolCallStarted(0, "call_1", "find"),
                new ChatEvent.ToolCallDelta(0, "{}"));

        assertThat(cut().usage()).isEqualTo(Usage.tokens(70, 4));
    }

    @Test
    void cutAnswerKeepsTheProvidersPartialInput() {
        Usage partial = Usage.tokens(12, 1).with(UsageClass.CACHE_READ, 500);
        saw(reported(partial), text("a"), text("b"), text("c"));

        assertThat(cut().usage()).isEqualTo(partial.with(UsageClass.OUTPUT, 3));
        assertThat(cut().source()).isEqualTo(UsageSource.COUNTED);
    }

    @Test
    void partialOutputIsNeverLowered() {
        saw(reported(Usage.tokens(12, 90)), text("a"));

        assertThat(cut().usage()).isEqualTo(Usage.tokens(12, 90));
    }

    @Test
    void partialReasoningIsNotCountedTwice() {
        Usage partial = Usage.tokens(12, 0).with(UsageClass.REASONING, 5);
        saw(reported(partial), text("x".repeat(40)));

        assertThat(cut().usage().totalOutput()).isEqualTo(10);
        assertThat(cut().usage().of(UsageClass.REASONING)).isEqualTo(5);
    }

    @Test
    void partialReportWithoutInputTakesTheEstimate() {
        saw(reported(Usage.tokens(0, 2)), text("a"));

        assertThat(cut().usage()).isEqualTo(Usage.tokens(70, 2));
    }

    @Test
    void unseenAnswerIsEstimated() {
        saw(new ChatEvent.Started("id", "m"));

        assertThat(cut().usage()).isEqualTo(Usage.tokens(70, 0));
        assertThat(cut().source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(cut().firstContent()).isNull();
    }

    @Test
    void completeAnswerWithoutUsageIsCounted() {
        saw(text("hello world."), finished());

        assertThat(complete().usage()).isEqualTo(Usage.tokens(70, 3));
        assertThat(complete().source()).isEqualTo(UsageSource.COUNTED);
    }

    @Test
    void absurdUsageIsNotBelieved() {
        saw(text("hello world."), reported(Usage.tokens(Settlement.ABSURD + 1, 3)), finished());

        assertThat(complete().usage()).isEqualTo(Usage.tokens(70, 3));
        assertThat(complete().source()).isEqualTo(UsageSource.COUNTED);
    }

    @Test
    void costIsByThePrice() {
        saw(text("hello"), finished(), reported(Usage.tokens(1_000_000, 0)));

        assertThat(Settlement.settled(ROW, "ok", true, tally, price(5), NOW).cost())
                .isEqualTo(new Money(5));
    }

    @Test
    void costBeyondAllBoundsIsRecordedAsNothing() {
        saw(
                text("hello"),
                finished(),
                reported(Usage.tokens(Settlement.ABSURD, Settlement.ABSURD)));

        assertThat(Settlement.settled(ROW, "ok", true, tally, price(Long.MAX_VALUE), NOW).cost())
                .isEqualTo(Money.ZERO);
    }

    @Test
    void releasedRowHoldsNothing() {
        LedgerEntry.Closed row = Settlement.released(ROW, "upstream_unreachable", tally, NOW);

        assertThat(row.state()).isEqualTo(LedgerEntry.State.RELEASED);
        assertThat(row.usage()).isEqualTo(Usage.none());
        assertThat(row.cost()).isEqualTo(Money.ZERO);
    }

    private static Price price(long inputRate) {
        return new Price("v", "fake", "m", NOW, Map.of(UsageClass.INPUT, inputRate), List.of());
    }
}
