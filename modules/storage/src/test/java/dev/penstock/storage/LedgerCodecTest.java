// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LedgerCodecTest {

    private static void comesBack(LedgerEvent event) throws IOException {
        assertThat(LedgerCodec.decode(LedgerCodec.encode(event))).isEqualTo(event);
    }

    @Test
    void everyEventComesBackAsItWas() throws IOException {
        LedgerEntry.Opened row = Rows.opened(UUID.randomUUID());
        comesBack(new LedgerEvent.Heading("replica-ü", UUID.randomUUID()));
        comesBack(new LedgerEvent.Opening(row));
        comesBack(new LedgerEvent.Opening(Rows.priced(UUID.randomUUID(), "openai/gpt-4o@1")));
        comesBack(new LedgerEvent.Closing(Rows.settled(row)));
        comesBack(new LedgerEvent.Closing(Rows.released(row)));
        comesBack(new LedgerEvent.Probe());
    }

    @Test
    void credentialAndStatusComeBack() throws IOException {
        LedgerEntry.Opened row = Rows.credentialed(UUID.randomUUID(), new UUID(7, 7));
        comesBack(new LedgerEvent.Opening(row));
        comesBack(new LedgerEvent.Closing(Rows.refused(row, 429)));
    }

    // They lack what was added at their ends.
    @Test
    void recordsOfTheFirstVersionAreRead() throws IOException {
        LedgerEntry.Opened row = Rows.opened(UUID.randomUUID());
        for (LedgerEvent event :
                java.util.List.of(
                        new LedgerEvent.Opening(row), new LedgerEvent.Closing(Rows.settled(row)))) {
            byte[] today = LedgerCodec.encode(event);
            byte[] first = Arrays.copyOf(today, today.length - 1);
            first[0] = 1;
            assertThat(LedgerCodec.decode(first)).isEqualTo(event);
        }
    }

    @Test
    void everyUsageClassAndSourceComesBack() throws IOException {
        for (UsageSource source : UsageSource.values()) {
            Usage usage = Usage.none();
            for (UsageClass unit : UsageClass.values()) {
                usage = usage.with(unit, Long.MAX_VALUE - unit.name().length());
            }
            comesBack(
                    new LedgerEvent.Closing(
                            new LedgerEntry.Closed(
                                    UUID.randomUUID(),
                                    LedgerEntry.State.SETTLED,
                                    "ok",
                                    Instant.parse("2026-11-20T09:30:00.123456789Z"),
                                    Instant.EPOCH,
                                    usage,
                                    source,
                                    new Money(Long.MIN_VALUE),
                                    new Money(Long.MAX_VALUE),
                                    "id \uD83D\uDE00")));
        }
    }

    @Test
    void marksAreNotWritten() {
        assertThat(LedgerCodec.encode(new LedgerEvent.Stop())).isEmpty();
        assertThat(LedgerCodec.encode(new LedgerEvent.Mark(new CompletableFuture<>()))).isEmpty();
    }

    @Test
    void recordOfANewerVersionOrTypeIsRefused() {
        byte[] newer = LedgerCodec.encode(new LedgerEvent.Probe());
        newer[0] = 3;
        assertThatIOException()
                .isThrownBy(() -> LedgerCodec.decode(newer))
                .withMessageContaining("version 3");
        byte[] unknown = LedgerCodec.encode(new LedgerEvent.Probe());
        unknown[1] = 99;
        assertThatIOException()
                .isThrownBy(() -> LedgerCodec.decode(unknown))
                .withMessageContaining("type 99");
    }

    @Test
    void shortenedRecordIsRefusedAtEveryLength() {
        byte[] whole = LedgerCodec.encode(new LedgerEvent.Opening(Rows.opened(UUID.randomUUID())));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> LedgerCodec.decode(part));
        }
    }

    @Test
    void constantOfANewerVersionIsRefusedWithoutACrash() {
        byte[] bytes =
                LedgerCodec.encode(
                        new LedgerEvent.Closing(Rows.settled(Rows.opened(UUID.randomUUID()))));
        int state =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("SETTLED");
        bytes[state] = 'X';
        assertThatIOException()
                .isThrownBy(() -> LedgerCodec.decode(bytes))
                .withMessageContaining("unknown value");
    }
}
