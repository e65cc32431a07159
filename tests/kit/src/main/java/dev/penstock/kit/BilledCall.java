// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// What a simulated provider charges for one call.
///
/// @param requestId the id the provider gave the call in its answer header
/// @param model the model that answered
/// @param tokens what was read and written until now
/// @param streamed whether the answer was a stream
/// @param complete whether the answer was written to its regular end
public record BilledCall(
        String requestId, String model, Tokens tokens, boolean streamed, boolean complete) {}
