// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.util.List;
import java.util.Map;

/// The answer to an outgoing request. One reader; [#close] from any thread.
public interface UpstreamResponse extends AutoCloseable {

    /// The HTTP status.
    int status();

    /// The headers by lower-case name, without those that belong to the connection.
    Map<String, List<String>> headers();

    /// Waits for at least one byte of the body.
    ///
    /// @return how many were read, or -1 when the body is complete by its framing
    /// @throws dev.penstock.inference.FailureException of kind TIMEOUT, TRUNCATED or
    ///     MALFORMED
    int read(byte[] buffer, int offset, int length);

    /// Ends the exchange. A body that was not read to its end costs the connection. A thread that
    /// waits in [#read] is released at once. Closing twice is harmless.
    @Override
    void close();
}
