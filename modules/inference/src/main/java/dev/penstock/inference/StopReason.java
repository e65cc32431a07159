// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Why the model stopped. A closed set: codecs map what they do not know to [#END].
public enum StopReason {
    /// The model had said what it wanted to say.
    END,
    /// The limit of output tokens was reached; a tool call may be cut.
    MAX_TOKENS,
    /// One of the caller's stop texts appeared.
    STOP_SEQUENCE,
    /// The model wants tools to be run.
    TOOL_CALLS,
    /// The model or a filter of its provider declined.
    REFUSAL,
    /// The provider paused a long turn; the caller continues it by sending the answer back.
    PAUSE,
    /// The context window was full before the limit of output tokens.
    CONTEXT_WINDOW
}
