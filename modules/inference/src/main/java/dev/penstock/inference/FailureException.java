// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Carries a [Failure] to whoever answers the caller. The one exception of the data path.
public final class FailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /// A failure without a technical cause.
    public FailureException(Failure failure) {
        super(failure.code() + ": " + failure.message(), null, false, false);
        this.failure = failure;
    }

    /// A failure with the exception that brought it about; the cause is for the log only.
    public FailureException(Failure failure, Throwable cause) {
        super(failure.code() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    /// What went wrong.
    public Failure failure() {
        return failure;
    }
}
