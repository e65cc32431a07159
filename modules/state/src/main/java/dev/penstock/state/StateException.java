// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.OptionalInt;

/// What was asked of the state could not be done.
public final class StateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Kind {
        /// Another thing of the same name, or a state that forbids it.
        CONFLICT,
        /// No such thing in this organisation.
        NOT_FOUND,
        /// The thing is in another revision than was expected: somebody else changed it meanwhile.
        OUTDATED,
        /// The change would send a secret to another place and must give it again.
        SECRET_REQUIRED,
        /// The store does not answer in time, or not at all.
        UNAVAILABLE,
        /// The store cannot be used as it is: a wrong master key, a newer schema. The message says how
        /// to repair it.
        UNUSABLE
    }

    private final Kind kind;
    private final int change;

    /// A refusal or failure of the state.
    ///
    /// @param message a sentence for an operator, without secrets
    public StateException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.change = -1;
    }

    /// A refusal or failure of the state.
    ///
    /// @param message a sentence for an operator, without secrets
    /// @param cause for the log
    public StateException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.change = -1;
    }

    private StateException(int change, StateException cause) {
        super(cause.getMessage(), cause);
        this.kind = cause.kind;
        this.change = change;
    }

    /// The same refusal, of one of several changes.
    ///
    /// @param index of the change, from 0
    public StateException ofChange(int index) {
        return new StateException(index, this);
    }

    /// Which of several changes was refused, from 0, or empty when it is about none of them.
    public OptionalInt change() {
        return change < 0 ? OptionalInt.empty() : OptionalInt.of(change);
    }

    /// Why.
    public Kind kind() {
        return kind;
    }
}
