// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.inference.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {

    @TempDir Path directory;

    private final LedgerEntry.Opened row = Rows.opened(UUID.randomUUID());
    private final List<LedgerEvent> events =
            List.of(
                    new LedgerEvent.Heading("replica-1", UUID.randomUUID()),
                    new LedgerEvent.Opening(row),
                    new LedgerEvent.Closing(Rows.settled(row)));

    private record Read(JournalReader.End end, List<LedgerEvent> events) {}

    private static byte[] bytes(List<LedgerEvent> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        events.forEach(e -> bytes.writeBytes(JournalFormat.frame(LedgerCodec.encode(e))));
        return bytes.toByteArray();
    }

    private Read read(byte[] bytes) throws IOException, SQLException {
        Path file = Files.write(directory.resolve("000000000001.log"), bytes);
        List<LedgerEvent> found = new ArrayList<>();
        return new Read(JournalReader.read(file, found::add), found);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    @Test
    void wholeFileIsReadInOrder() throws Exception {
        assertThat(read(bytes(events))).isEqualTo(new Read(JournalReader.End.WHOLE, events));
        assertThat(read(new byte[0])).isEqualTo(new Read(JournalReader.End.WHOLE, List.of()));
    }

    @Test
    void tornTailIsCutAtEveryByteOfTheLastRecord() throws Exception {
        byte[] whole = bytes(events);
        int before = bytes(events.subList(0, 2)).length;
        for (int length = before + 1; length < whole.length; length++) {
            assertThat(read(Arrays.copyOf(whole, length)))
                    .as("cut at byte %s", length)
                    .isEqualTo(new Read(JournalReader.End.TORN, events.subList(0, 2)));
        }
    }

    @Test
    void recordWithAChangedBitIsNeverReadWhereverTheBitIs() throws Exception {
        byte[] whole = bytes(events);
        int before = bytes(events.subList(0, 2)).length;
        for (int at = before; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << bit);
                Read read = read(changed);
                assertThat(read.events())
                        .as("bit %s of byte %s", bit, at)
                        .isEqualTo(events.subList(0, 2));
                assertThat(read.end()).isNotEqualTo(JournalReader.End.WHOLE);
            }
        }
    }

    @Test
    void zerosBehindTheLastRecordAreATornTail() throws Exception {
        for (int count : new int[] {1, 7, 8, 9, 4096, 20_000}) {
            assertThat(read(join(bytes(events), new byte[count])))
                    .as("%s zeros", count)
                    .isEqualTo(new Read(JournalReader.End.TORN, events));
        }
    }

    @Test
    void garbageBehindTheLastRecordIsNotReadAndTakesNoMemory() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[1 + random.nextInt(300)];
            random.nextBytes(garbage);
            Read read = read(join(bytes(events), garbage));
            assertThat(read.events()).isEqualTo(events);
            assertThat(read.end()).isNotEqualTo(JournalReader.End.WHOLE);
        }
        byte[] huge = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(1).array();
        assertThat(read(join(bytes(events), huge)).end()).isEqualTo(JournalReader.End.DAMAGED);
    }

    @Test
    void wholeRecordOfANewerVersionIsARefusalAndNoTornTail() {
        byte[] payload = LedgerCodec.encode(events.getLast());
        payload[0] = 9;
        assertThatIOException()
                .isThrownBy(() -> read(join(bytes(events), JournalFormat.frame(payload))))
                .withMessageContaining("version 9");
    }

    @Test
    void recordsHaveAtLeastOneAndAtMostSoManyBytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> JournalFormat.frame(new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalFormat.frame(new byte[JournalFormat.LONGEST + 1]));
    }
}
