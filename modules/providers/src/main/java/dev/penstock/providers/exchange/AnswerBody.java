// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.FailureException;
import dev.penstock.spi.UpstreamResponse;

/// Reads a successful answer into what decodes or watches it, and keeps the guarantees of streams:
/// nothing follows an end or an exception, and closing ends everything. One reader; [#close] from any
/// thread.
final class AnswerBody {

    /// What the bytes go to.
    interface Sink {
        /// Takes the next bytes, which are valid during the call and until the next one.
        void feed(byte[] bytes, int offset, int length);

        /// Takes the end.
        ///
        /// @throws FailureException when the format's own end is missing
        void end();
    }

    /// The largest answer that is read whole.
    static final long LARGEST_PLAIN = 64L * 1024 * 1024;

    // Most reads bring little: a short answer, or one event of a stream that stays open for long.
    private static final int READ = 2 * 1024;
    private static final int LARGE_READ = 16 * 1024;

    private final UpstreamResponse response;
    private final AnswerType type;
    private final Discretion discretion;
    private byte[] buffer = new byte[READ];
    private long length;
    private boolean over;
    private volatile boolean closed;

    AnswerBody(UpstreamResponse response, AnswerType type, Discretion discretion) {
        this.response = response;
        this.type = type;
        this.discretion = discretion;
    }

    /// Whether nothing more will come.
    boolean over() {
        return over || closed;
    }

    /// Whether [#close] was called.
    boolean closed() {
        return closed;
    }

    /// Waits for bytes, or the end, and moves them on.
    ///
    /// @throws FailureException when the answer ends in any other way than well
    void advance(Sink sink) {
        try {
            int read = read(sink);
            if (read < 0) {
                over = true;
                sink.end();
                response.close();
            } else if (read > 0) {
                count(read);
                sink.feed(buffer, 0, read);
                if (read == buffer.length && read < LARGE_READ) {
                    buffer = new byte[LARGE_READ];
                }
            }
        } catch (FailureException e) {
            giveUp();
            if (!closed) {
                throw discretion.keep(e);
            }
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        }
    }

    /// @return how many bytes are in the buffer; -1 at the end; 0 when the format's own end had come
    ///     before the connection was lost, which then does not matter
    private int read(Sink sink) {
        try {
            return response.read(buffer, 0, buffer.length);
        } catch (FailureException lost) {
            if (type == AnswerType.PLAIN || closed) {
                throw lost;
            }
            over = true;
            try {
                sink.end();
            } catch (FailureException _) {
                throw lost;
            }
            response.close();
            return 0;
        }
    }

    private void count(int read) {
        length += read;
        if (type == AnswerType.PLAIN && length > LARGEST_PLAIN) {
            throw new FailureException(
                    new Failure.Provider(
                            ProviderKind.MALFORMED,
                            "the provider's answer is larger than 64 MiB",
                            response.status(),
                            null));
        }
    }

    private void giveUp() {
        over = true;
        response.close();
    }

    void close() {
        closed = true;
        response.close();
    }
}
