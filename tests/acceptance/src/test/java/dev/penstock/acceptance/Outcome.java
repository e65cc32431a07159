// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import dev.penstock.kit.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client understood of an answer.
///
/// @param text all visible text joined
/// @param calls the tools it shall call
/// @param stop why the answer ended, as the client spells it
/// @param stopSequence which stop sequence it was, where the client tells
/// @param tokens usage, null when the client was told none
/// @param model the model named by the answer
/// @param events how many events a stream had
/// @param error what the client threw, null when it did not
record Outcome(
        String text,
        List<Call> calls,
        String stop,
        @Nullable String stopSequence,
        @Nullable Tokens tokens,
        String model,
        int events,
        @Nullable Problem error) {

    /// A tool call; the arguments are JSON text.
    record Call(String id, String name, String arguments) {}

    /// An exception of a client.
    ///
    /// @param type its class without package
    /// @param status the HTTP status, null when it knows none
    /// @param message its message
    /// @param requestId the id of the request as the client found it, null when it did not
    record Problem(
            String type, @Nullable Integer status, String message, @Nullable String requestId) {}

    static Outcome failed(Problem problem) {
        return new Outcome("", List.of(), "", null, null, "", 0, problem);
    }

    /// The exception, which must be there.
    Problem problem() {
        if (error == null) {
            throw new AssertionError("Expected the client to fail but it understood " + this);
        }
        return error;
    }
}
