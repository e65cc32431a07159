// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a provider writes its answers.
interface Shape {
    /// Reads and judges a request.
    ///
    /// @throws Refusal when the provider would refuse it
    Prompt understand(RecordedRequest request);

    /// The body of a plain answer.
    String plain(Said said);

    /// All events of a streamed answer.
    List<Beat> stream(Said said);

    /// The body of an error answer.
    String error(
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            String requestId);

    /// An error event in mid-stream.
    String errorEvent(String type, String message, String requestId);

    /// Headers of every answer.
    List<Header> headers(String requestId);
}
