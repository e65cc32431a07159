// SPDX-License-Identifier: Apache-2.0
package dev.penstock.transport;

import dev.penstock.inference.Failure;
import dev.penstock.inference.Failure.ProviderKind;
import dev.penstock.inference.FailureException;
import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Objects;

/// What goes wrong, in words that name no host.
///
/// The line that matters for billing: UNREACHABLE and TLS mean that nothing of the request left; as
/// soon as something did, a failure is TIMEOUT, TRUNCATED or MALFORMED.
final class Failures {

    private Failures() {}

    static FailureException unreachable(String message, Throwable cause) {
        return failure(ProviderKind.UNREACHABLE, message, cause);
    }

    static FailureException tls(Throwable cause) {
        return failure(ProviderKind.TLS, "the provider's server could not be trusted (TLS)", cause);
    }

    static FailureException timeout(Throwable cause) {
        return failure(ProviderKind.TIMEOUT, "the provider did not answer in time", cause);
    }

    static FailureException truncated(String message, Throwable cause) {
        return failure(ProviderKind.TRUNCATED, message, cause);
    }

    /// Of an exception in the middle of an exchange.
    ///
    /// @param rung whether the call's alarm has closed the connection
    static FailureException inExchange(Throwable thrown, boolean rung) {
        Throwable cause =
                thrown instanceof UncheckedIOException io
                        ? Objects.requireNonNull(io.getCause())
                        : thrown;
        if (rung || cause instanceof SocketTimeoutException) {
            return timeout(cause);
        }
        if (Thread.currentThread().isInterrupted()) {
            return truncated("waiting for the provider was interrupted", cause);
        }
        return switch (cause) {
            case DataReader.InsufficientDataAvailableException e ->
                    truncated("the provider closed the connection before the end", e);
            case IOException e -> truncated("the connection to the provider was lost", e);
            default ->
                    failure(
                            ProviderKind.MALFORMED,
                            "the provider's answer is not proper HTTP",
                            cause);
        };
    }

    private static FailureException failure(ProviderKind kind, String message, Throwable cause) {
        return new FailureException(new Failure.Provider(kind, message), cause);
    }
}
