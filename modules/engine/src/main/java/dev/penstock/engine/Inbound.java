// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Caller;
import dev.penstock.inference.InferenceRequest;
import dev.penstock.inference.RawRequest;
import java.util.UUID;
import java.util.function.Supplier;

/// A call as it came in at a door.
///
/// @param id from [Engine#newCallId]
/// @param caller from [Engine#authenticate]
/// @param endpoint the path template served, such as `/v1/chat/completions`
/// @param raw the body and the members found in it
/// @param decoded decodes the whole body; called at most once, and only for the translate lane; may
///     throw a [dev.penstock.inference.FailureException] of the caller
/// @param control ends the call from outside
public record Inbound(
        UUID id,
        Caller caller,
        String endpoint,
        RawRequest raw,
        Supplier<? extends InferenceRequest> decoded,
        CallControl control) {}
