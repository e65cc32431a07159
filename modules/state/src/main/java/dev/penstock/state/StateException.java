// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

/// What was asked of the state could not be done.
public final class StateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Kind {
        /// Another thing of the same name, or a state that forbids it.
        CONFLICT,
        /// No such thing in this organisation.
        NOT_FOUND,
        /// The store does not answer in time, or not at all.
        UNAVAILABLE,
        /// The store cannot be used as it is: a wrong master key, a newer schema. The message says how
        /// to repair it.
        UNUSABLE
    }

    private final Kind kind;

    /// A refusal or failure of the state.
    ///
    /// @param message a sentence for an operator, without secrets
    public StateException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// A refusal or failure of the state.
    ///
    /// @param message a sentence for an operator, without secrets
    /// @param cause for the log
    public StateException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// Why.
    public Kind kind() {
        return kind;
    }
}
