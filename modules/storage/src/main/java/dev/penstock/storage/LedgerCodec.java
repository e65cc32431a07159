// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.Money;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.UsageSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Ledger events as bytes: a version, a type, the members in the order of the record. Constants are
/// written by name, so that a new one among them changes nothing that is written already.
final class LedgerCodec {

    private static final int VERSION = 2;
    // Written by 0.1.0, which knew no credential and no status.
    private static final int OLDEST = 1;
    private static final int HEADING = 1;
    private static final int OPENING = 2;
    private static final int CLOSING = 3;
    private static final int PROBE = 4;

    private LedgerCodec() {}

    static byte[] encode(LedgerEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            switch (event) {
                case LedgerEvent.Heading heading -> writeHeading(out, heading);
                case LedgerEvent.Opening opening -> writeOpened(out, opening.row());
                case LedgerEvent.Closing closing -> writeClosed(out, closing.row());
                // A commitment only has to show that its end can be written.
                case LedgerEvent.Probe _, LedgerEvent.Commitment _ -> out.writeByte(PROBE);
                case LedgerEvent.Mark _, LedgerEvent.Stop _ -> {
                    return new byte[0];
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /// The event of some bytes.
    ///
    /// @throws IOException when they are none of this version's
    static LedgerEvent decode(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
        int version = in.readUnsignedByte();
        if (version < OLDEST || version > VERSION) {
            throw new IOException(
                    "record has version "
                            + version
                            + " but must have one from "
                            + OLDEST
                            + " to "
                            + VERSION);
        }
        int type = in.readUnsignedByte();
        try {
            return switch (type) {
                case HEADING -> new LedgerEvent.Heading(in.readUTF(), id(in));
                case OPENING -> new LedgerEvent.Opening(opened(in, version));
                case CLOSING -> new LedgerEvent.Closing(closed(in, version));
                case PROBE -> new LedgerEvent.Probe();
                default -> throw new IOException("record has unknown type " + type);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("record has a member of unknown value", e);
        }
    }

    private static void writeHeading(DataOutputStream out, LedgerEvent.Heading heading)
            throws IOException {
        out.writeByte(HEADING);
        out.writeUTF(heading.replica());
        write(out, heading.boot());
    }

    private static void writeOpened(DataOutputStream out, LedgerEntry.Opened row)
            throws IOException {
        out.writeByte(OPENING);
        write(out, row.attempt());
        write(out, row.call());
        write(out, row.organisation());
        write(out, row.team());
        write(out, row.project());
        write(out, row.key());
        out.writeUTF(row.provider());
        out.writeUTF(row.providerType());
        write(out, row.route());
        out.writeUTF(row.publicModel());
        out.writeUTF(row.upstreamModel());
        out.writeUTF(row.endpoint());
        out.writeBoolean(row.stream());
        write(out, row.at());
        out.writeLong(row.estimatedInput());
        write(out, row.priceVersion());
        UUID credential = row.credential();
        out.writeBoolean(credential != null);
        if (credential != null) {
            write(out, credential);
        }
    }

    private static LedgerEntry.Opened opened(DataInputStream in, int version) throws IOException {
        return new LedgerEntry.Opened(
                id(in),
                id(in),
                id(in),
                id(in),
                id(in),
                id(in),
                in.readUTF(),
                in.readUTF(),
                textOrNull(in),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readBoolean(),
                instant(in),
                in.readLong(),
                textOrNull(in),
                version > OLDEST && in.readBoolean() ? id(in) : null);
    }

    private static void writeClosed(DataOutputStream out, LedgerEntry.Closed row)
            throws IOException {
        out.writeByte(CLOSING);
        write(out, row.attempt());
        out.writeUTF(row.state().name());
        out.writeUTF(row.outcome());
        write(out, row.at());
        Instant firstContent = row.firstContent();
        out.writeBoolean(firstContent != null);
        if (firstContent != null) {
            write(out, firstContent);
        }
        Map<UsageClass, Long> counts = row.usage().counts();
        out.writeByte(counts.size());
        for (Map.Entry<UsageClass, Long> count : counts.entrySet()) {
            out.writeUTF(count.getKey().name());
            out.writeLong(count.getValue());
        }
        out.writeUTF(row.source().name());
        out.writeLong(row.cost().nanos());
        Money upstreamCost = row.upstreamCost();
        out.writeBoolean(upstreamCost != null);
        if (upstreamCost != null) {
            out.writeLong(upstreamCost.nanos());
        }
        write(out, row.upstreamId());
        Integer status = row.status();
        out.writeBoolean(status != null);
        if (status != null) {
            out.writeInt(status);
        }
    }

    private static LedgerEntry.Closed closed(DataInputStream in, int version) throws IOException {
        return new LedgerEntry.Closed(
                id(in),
                LedgerEntry.State.valueOf(in.readUTF()),
                in.readUTF(),
                instant(in),
                in.readBoolean() ? instant(in) : null,
                usage(in),
                UsageSource.valueOf(in.readUTF()),
                new Money(in.readLong()),
                in.readBoolean() ? new Money(in.readLong()) : null,
                textOrNull(in),
                version > OLDEST && in.readBoolean() ? in.readInt() : null);
    }

    private static Usage usage(DataInputStream in) throws IOException {
        Map<UsageClass, Long> counts = new EnumMap<>(UsageClass.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            counts.put(UsageClass.valueOf(in.readUTF()), in.readLong());
        }
        return Usage.of(counts);
    }

    private static void write(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID id(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String textOrNull(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
