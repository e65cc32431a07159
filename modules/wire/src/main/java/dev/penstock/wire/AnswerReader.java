// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ChatEvent;
import java.util.List;

/// Decodes one answer of a provider, fed with bytes as they arrive, split anywhere. Not safe for
/// several threads. Memory is bounded: a line or event above [#MAX_EVENT] ends in MALFORMED.
public interface AnswerReader {

    /// The largest single event, in bytes, that is read.
    int MAX_EVENT = 16 * 1024 * 1024;

    /// Takes the next bytes.
    ///
    /// @return the events that became complete, in order; perhaps none
    /// @throws dev.penstock.inference.FailureException of [dev.penstock.inference.Failure.Provider]:
    ///     an error event, an error body inside a success, or bytes that are not of the format
    List<ChatEvent> feed(byte[] bytes, int offset, int length);

    /// Takes the end of the answer.
    ///
    /// @return the last events
    /// @throws dev.penstock.inference.FailureException as [#feed]; TRUNCATED when the format's own end
    ///     was missing
    List<ChatEvent> end();
}
