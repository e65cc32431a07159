// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;

/// Encodes the events of one answer as a stream in the caller's format. Not safe for several
/// threads. What it returns is whole events of the format: between two calls a comment may be sent.
public interface AnswerWriter {

    /// Encodes one event.
    ///
    /// @return the bytes to send now; perhaps none, when the format has no counterpart or an event
    ///     must wait for a later one
    byte[] write(ChatEvent event);

    /// Encodes the regular end. Called once, after the last event and only when the answer is
    /// complete.
    byte[] end();
}
