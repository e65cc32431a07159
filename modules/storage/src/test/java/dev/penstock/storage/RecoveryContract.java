// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.Ledger;
import dev.penstock.state.Store;
import dev.penstock.state.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises about a start after a sudden death.
abstract class RecoveryContract extends StoreContract {

    private static final String PRICE = "openai/gpt-4o-mini@2026-01-01";

    @TempDir Path other;

    private final UUID organisation = UUID.randomUUID();

    private Store openImage() {
        return open(place().settings(place().image(directory, other), null, clock));
    }

    private LedgerEntry.Opened open(LedgerEntry.Opened row) {
        store().ledger().open(row, Ledger.Durability.JOURNALED);
        return row;
    }

    @Test
    void nothingIsLostAndOpenRowsAreSettledAsEstimates() {
        store().configuration()
                .addPrices(
                        List.of(
                                new Price(
                                        PRICE,
                                        "openai",
                                        "gpt-4o-mini",
                                        Instant.EPOCH,
                                        Map.of(UsageClass.INPUT, 150_000_000L),
                                        List.of())));
        LedgerEntry.Opened done = open(Rows.opened(organisation));
        store().ledger().close(Rows.settled(done));
        LedgerEntry.Opened dying = open(Rows.priced(organisation, PRICE));
        clock.advance(Duration.ofSeconds(7));
        try (Store image = openImage()) {
            assertThat(image.opening().first()).isFalse();
            assertThat(image.opening().migrations()).isZero();
            assertThat(image.opening().settled()).isEqualTo(1);
            assertThat(image.calls().call(organisation, done.call()))
                    .containsExactly(new LedgerEntry(done, Rows.settled(done)));
            assertThat(image.calls().call(organisation, dying.call()))
                    .containsExactly(
                            new LedgerEntry(
                                    dying,
                                    new LedgerEntry.Closed(
                                            dying.attempt(),
                                            LedgerEntry.State.SETTLED,
                                            "gateway_died",
                                            clock.instant(),
                                            null,
                                            Usage.tokens(1_000, 0),
                                            UsageSource.ESTIMATED,
                                            new Money(150_000),
                                            null,
                                            null)));
        }
    }

    @Test
    void rowsThatHadReachedTheDatabaseAreNotWrittenTwice() {
        List<LedgerEntry> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            LedgerEntry.Opened row = open(Rows.opened(organisation));
            assertThat(store().ledger().settle(SOON)).isTrue();
            store().ledger().close(Rows.settled(row));
            expected.add(new LedgerEntry(row, Rows.settled(row)));
        }
        assertThat(store().ledger().settle(SOON)).isTrue();
        try (Store image = openImage()) {
            assertThat(image.opening().settled()).isZero();
            assertThat(image.calls().recent(organisation, null, 100))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void journalCanBeBroughtInAgainAndAgain() throws Exception {
        LedgerEntry.Opened done = open(Rows.opened(organisation));
        store().ledger().close(Rows.settled(done));
        LedgerEntry.Opened dying = open(Rows.opened(organisation));
        Path journal = Stores.crashImage(directory.resolve("journal"), other.resolve("kept"));
        List<LedgerEntry> first;
        try (Store image = openImage()) {
            first = image.calls().recent(organisation, null, 100);
        }
        assertThat(first).hasSize(2).allMatch(entry -> entry.state() != LedgerEntry.State.OPEN);
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofMinutes(1));
            Stores.crashImage(journal, other.resolve("journal"));
            try (Store image = open(place().settings(other, null, clock))) {
                assertThat(image.opening().settled()).isZero();
                assertThat(image.calls().recent(organisation, null, 100)).isEqualTo(first);
                assertThat(image.calls().call(organisation, dying.call())).hasSize(1);
            }
        }
    }

    @Test
    void openRowsOfOtherReplicasAreLeftAlone() {
        LedgerEntry.Opened row = open(Rows.opened(organisation));
        assertThat(store().ledger().settle(SOON)).isTrue();
        place().image(directory, other);
        StoreSettings same = place().settings(other, null, clock);
        StoreSettings foreign =
                new StoreSettings(
                        other,
                        same.database(),
                        same.masterKey(),
                        false,
                        "replica-2",
                        UUID.randomUUID(),
                        clock,
                        same.random());
        try (Store image = open(foreign)) {
            assertThat(image.opening().settled()).isZero();
            assertThat(image.calls().call(organisation, row.call()))
                    .containsExactly(new LedgerEntry(row, null));
        }
        try (Store image = open(same)) {
            assertThat(image.opening().settled()).isEqualTo(1);
        }
    }

    @Test
    void damagedFileIsReadAsFarAsItGoesAndKept() throws Exception {
        LedgerEntry.Opened first = open(Rows.opened(organisation));
        LedgerEntry.Opened second = open(Rows.opened(organisation));
        place().image(directory, other);
        Path file = other.resolve("journal/000000000001.log");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 20] ^= 1;
        Files.write(file, bytes);
        try (Store image = open(place().settings(other, null, clock))) {
            assertThat(image.calls().call(organisation, first.call())).hasSize(1);
            assertThat(image.healthy()).isTrue();
        }
        assertThat(Files.readAllBytes(other.resolve("journal/000000000001.log.damaged")))
                .isEqualTo(bytes);
        assertThat(second.attempt()).isNotNull();
    }

    @Test
    void journalThatNobodyCanReadIsARefusalThatWipesNothing() throws Exception {
        open(Rows.opened(organisation));
        place().image(directory, other);
        Path file = other.resolve("journal/000000000001.log");
        byte[] newer = LedgerCodec.encode(new LedgerEvent.Probe());
        newer[0] = 77;
        Files.write(file, JournalFormat.frame(newer), java.nio.file.StandardOpenOption.APPEND);
        assertThat(catchState(() -> open(place().settings(other, null, clock))))
                .hasMessageContaining("newer version");
        assertThat(file).exists();
    }

    @Test
    void cleanEndLeavesNoJournalBehind() throws Exception {
        LedgerEntry.Opened row = open(Rows.opened(organisation));
        store().ledger().close(Rows.settled(row));
        store().close();
        try (var files = Files.list(directory.resolve("journal"))) {
            assertThat(files).isEmpty();
        }
        reopen();
        assertThat(store().calls().call(organisation, row.call())).hasSize(1);
    }

    @Test
    void closedStoreRefusesWithoutHanging() {
        store().close();
        store().close();
        assertThat(store().healthy()).isFalse();
        assertThat(kindOf(() -> store().accounts().claimed()))
                .isEqualTo(dev.penstock.state.StateException.Kind.UNAVAILABLE);
        org.assertj.core.api.Assertions.assertThatExceptionOfType(
                        dev.penstock.inference.FailureException.class)
                .isThrownBy(() -> open(Rows.opened(organisation)))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo("store_unavailable"));
    }
}
