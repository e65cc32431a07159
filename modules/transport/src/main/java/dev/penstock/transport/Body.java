// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Http1HeadersParser;
import java.util.HexFormat;

/// The body of an answer, read as it arrives: whatever part of a chunk is there is handed out, so a
/// large chunk costs neither time nor memory. Not safe for several threads.
sealed interface Body {

    /// Waits for at least one byte.
    ///
    /// @return how many were read, or -1 at the end
    /// @throws RuntimeException of the reader, or when the framing is broken
    int read(DataReader reader, byte[] to, int offset, int length);

    /// Whether the end is known to be reached, without another read.
    boolean complete();

    private static int some(DataReader reader, byte[] to, int offset, long most) {
        reader.ensureAvailable();
        int count = (int) Math.min(most, reader.available());
        return reader.readBuffer(count).read(to, offset, count);
    }

    /// A body of a length told in advance.
    final class OfLength implements Body {
        private long left;

        OfLength(long length) {
            left = length;
        }

        @Override
        public int read(DataReader reader, byte[] to, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int read = some(reader, to, offset, Math.min(left, length));
            left -= read;
            return read;
        }

        @Override
        public boolean complete() {
            return left == 0;
        }
    }

    /// A body in chunks (RFC 9112, section 7.1). Extensions and trailers are read over.
    final class Chunked implements Body {
        private static final int SIZE_LINE = 1024;
        private static final int TRAILERS = 16 * 1024;
        private static final int LONGEST_SIZE = 15;

        private long left;
        private boolean inChunk;
        private boolean pendingBreak;
        private boolean complete;

        @Override
        public int read(DataReader reader, byte[] to, int offset, int length) {
            if (complete) {
                return -1;
            }
            if (!inChunk) {
                left = size(reader);
                inChunk = true;
            }
            if (left == 0) {
                Http1HeadersParser.readHeaders(reader, TRAILERS, true);
                complete = true;
                return -1;
            }
            int read = some(reader, to, offset, Math.min(left, length));
            left -= read;
            if (left == 0) {
                endOfChunk(reader);
            }
            return read;
        }

        /// The line break after a chunk is read with the next one when it is not there yet, so that no
        /// byte waits for it.
        private void endOfChunk(DataReader reader) {
            inChunk = false;
            pendingBreak = true;
            if (reader.available() >= 2) {
                lineBreak(reader);
            }
        }

        private void lineBreak(DataReader reader) {
            if (pendingBreak && (reader.read() != '\r' || reader.read() != '\n')) {
                throw new IllegalStateException("chunk is longer than its size");
            }
            pendingBreak = false;
        }

        private long size(DataReader reader) {
            lineBreak(reader);
            int end = reader.findNewLine(SIZE_LINE);
            if (end == SIZE_LINE) {
                throw new IllegalStateException("chunk size line is too long");
            }
            String line = end == 0 ? "" : reader.readAsciiString(end);
            reader.skip(2);
            int extension = line.indexOf(';');
            String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
            return number(digits);
        }

        private static long number(String digits) {
            boolean number = !digits.isEmpty() && digits.length() <= LONGEST_SIZE;
            long value = 0;
            for (int i = 0; number && i < digits.length(); i++) {
                char c = digits.charAt(i);
                number = HexFormat.isHexDigit(c);
                value = number ? value << 4 | HexFormat.fromHexDigit(c) : 0;
            }
            if (!number) {
                throw new IllegalStateException("chunk size is no number");
            }
            return value;
        }

        @Override
        public boolean complete() {
            return complete;
        }
    }

    /// A body that ends with the connection.
    final class UntilClose implements Body {
        private boolean complete;

        @Override
        public int read(DataReader reader, byte[] to, int offset, int length) {
            if (complete) {
                return -1;
            }
            try {
                return some(reader, to, offset, length);
            } catch (DataReader.InsufficientDataAvailableException _) {
                complete = true;
                return -1;
            }
        }

        @Override
        public boolean complete() {
            return complete;
        }
    }
}
