// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import org.jspecify.annotations.Nullable;

/// Watches an answer that passes through in the format it came in, looking only at what the gateway
/// acts on. Not safe for several threads.
public interface RelayTap {

    /// Takes the next bytes of the provider.
    ///
    /// For a plain answer the bytes are kept back until [#end]. Of a stream everything is let
    /// through at once, except when usage must be hidden: then up to the end of the last whole event.
    ///
    /// @return what may go to the caller now, never longer than what is held
    /// @throws dev.penstock.inference.FailureException of [dev.penstock.inference.Failure.Provider]: an
    ///     error event or body inside a success, or bytes that are not of the format
    Passed feed(byte[] bytes, int offset, int length);

    /// Takes the end of the answer.
    ///
    /// @return the rest
    /// @throws dev.penstock.inference.FailureException TRUNCATED when the format's own end was missing
    Passed end();

    /// Whether first content has passed.
    boolean content();

    /// What the provider counted so far, or null.
    @Nullable Usage usage();

    /// Why the model stopped, or null while it has not.
    @Nullable StopReason stopReason();

    /// The provider's id of the answer, or null when none was seen.
    @Nullable String id();

    /// How many deltas of content have passed; a rough count of output tokens.
    long deltas();

    /// How many characters of content have passed.
    long characters();

    /// Bytes that may go to the caller.
    ///
    /// @param bytes shared with the feeder where nothing had to change: use them before the next feed
    /// @param offset the first
    /// @param length how many, perhaps 0
    /// @param eventBoundary whether a comment may be sent after them
    record Passed(byte[] bytes, int offset, int length, boolean eventBoundary) {}
}
