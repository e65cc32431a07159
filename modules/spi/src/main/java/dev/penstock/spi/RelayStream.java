// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer that passes through in the format it came in. The guarantees are those of
/// [dev.penstock.inference.EventStream]: one reader, close from anywhere, deadlines.
public interface RelayStream extends AutoCloseable {

    /// The provider's content type.
    String contentType();

    /// The provider's headers that callers of the format know and that say nothing of our account
    /// there (processing time, warnings), by lower-case name.
    Map<String, List<String>> headers();

    /// The provider's id of the request, or null.
    @Nullable String upstreamId();

    /// What was left out of the request because the provider refuses it, by the names of the
    /// caller's format; empty when nothing was.
    default List<String> dropped() {
        return List.of();
    }

    /// Waits for the next bytes.
    ///
    /// @return a chunk, valid until the next call; or null when the answer is complete
    /// @throws dev.penstock.inference.FailureException when the answer ends in any other way
    @Nullable RelayChunk next();

    /// What the provider counted so far, or null.
    @Nullable Usage usage();

    /// Why the model stopped, or null while it has not.
    @Nullable StopReason stopReason();

    /// How many deltas of content have passed.
    long deltas();

    /// How many characters of content have passed.
    long characters();

    /// Ends the stream and, unless it is complete, the call at the provider.
    @Override
    void close();
}
