// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Replaces pieces of a body and copies the rest as it is, once.
final class RawSplice {

    private final byte[] body;
    private final List<Piece> pieces = new ArrayList<>();

    RawSplice(byte[] body) {
        this.body = body;
    }

    /// A text as a JSON string.
    static byte[] string(String text) {
        return new JsonOut().add(text).bytes();
    }

    /// Puts other bytes in the place of a range; ranges must not overlap.
    RawSplice replace(ByteRange range, byte[] bytes) {
        pieces.add(new Piece(range, bytes));
        return this;
    }

    /// The new body.
    byte[] bytes() {
        pieces.sort(Comparator.comparingInt(piece -> piece.range().from()));
        int length = body.length;
        for (Piece piece : pieces) {
            length += piece.bytes().length - piece.range().length();
        }
        byte[] result = new byte[length];
        int read = 0;
        int written = 0;
        for (Piece piece : pieces) {
            int kept = piece.range().from() - read;
            System.arraycopy(body, read, result, written, kept);
            written += kept;
            System.arraycopy(piece.bytes(), 0, result, written, piece.bytes().length);
            written += piece.bytes().length;
            read = piece.range().to();
        }
        System.arraycopy(body, read, result, written, body.length - read);
        return result;
    }

    private record Piece(ByteRange range, byte[] bytes) {}
}
