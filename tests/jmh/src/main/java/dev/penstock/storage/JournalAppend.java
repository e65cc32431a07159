// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageSource;
import dev.penstock.state.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// A row that is opened and closed, both standing in the journal; no database behind it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalAppend {

    private Path data;
    private Journal journal;
    private JournaledLedger ledger;
    private long written;

    private static JournalFileSequence files(JournalFolder folder) {
        JournalOptions options = JournalOptions.standard();
        byte[] heading = new Pending(new LedgerEvent.Heading("bench", UUID.randomUUID())).frame();
        return new JournalFileSequence(folder, options.maker(), 1, heading, options.fileBytes());
    }

    private static JournaledLedger ledger(Journal journal) {
        return new JournaledLedger(
                journal,
                new Semaphore(Integer.MAX_VALUE),
                new DatabaseAnswers(false),
                InstantSource.system());
    }

    /// Begins a journal in a folder of its own.
    @Setup
    public void begin() throws IOException {
        data = Files.createTempDirectory("penstock-jmh-");
        JournalFolder folder = JournalFolder.in(data);
        written = 1;
        journal = new Journal(files(folder), (_, file) -> forget(folder, file), false);
        journal.start();
        ledger = ledger(journal);
    }

    // On the journal's thread: only the file that is being written is kept.
    private void forget(JournalFolder folder, long file) {
        while (written < file) {
            try {
                folder.remove(written++);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /// Ends the journal and removes its folder.
    @TearDown
    public void end() throws IOException {
        journal.stop(Duration.ofSeconds(10));
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// One call after the other.
    @Benchmark
    @Threads(1)
    public UUID alone() {
        return openAndClose();
    }

    /// Thirty-two calls at once.
    @Benchmark
    @Threads(32)
    public UUID amongMany() {
        return openAndClose();
    }

    private UUID openAndClose() {
        UUID attempt = UUID.randomUUID();
        ledger.open(
                new LedgerEntry.Opened(
                        attempt,
                        attempt,
                        attempt,
                        attempt,
                        attempt,
                        attempt,
                        "openai",
                        "openai",
                        "bench-model",
                        "bench-model",
                        "gpt-4.1-mini",
                        "chat",
                        false,
                        Instant.EPOCH,
                        250,
                        "openai/gpt-4.1-mini@2026-01-01"),
                Ledger.Durability.JOURNALED);
        ledger.close(
                new LedgerEntry.Closed(
                        attempt,
                        LedgerEntry.State.SETTLED,
                        "ok",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Usage.tokens(210, 120),
                        UsageSource.PROVIDER,
                        new Money(276_000),
                        null,
                        "chatcmpl-bench"));
        return attempt;
    }
}
