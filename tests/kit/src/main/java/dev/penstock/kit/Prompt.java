// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Optional;

/// What a simulated provider understood of an accepted request, whatever its format.
///
/// @param model the model asked for
/// @param streamed whether a stream was asked for
/// @param usageInStream whether the stream shall tell usage
/// @param system all system text joined, empty without any
/// @param turns number of messages that are not system messages
/// @param lastUser text of the last user message
/// @param toolResults results in the last turn, empty when it holds none
/// @param tools names of the offered tools
/// @param choice what the request says on calling tools
/// @param parallel whether more than one tool may be called
/// @param images number of images anywhere in the request
/// @param maxOutput the output limit of the request
/// @param stopSequences where to stop
/// @param inputTokens tokens of everything above, at about four bytes a token
record Prompt(
        SimulatedModel model,
        boolean streamed,
        boolean usageInStream,
        String system,
        int turns,
        String lastUser,
        List<String> toolResults,
        List<String> tools,
        Choice choice,
        boolean parallel,
        int images,
        Optional<Integer> maxOutput,
        List<String> stopSequences,
        long inputTokens) {

    /// What the request says on calling tools.
    sealed interface Choice {
        /// The model decides.
        record Free() implements Choice {}

        /// No tool may be called.
        record Forbidden() implements Choice {}

        /// Some tool must be called.
        record Any() implements Choice {}

        /// This tool must be called.
        record Named(String tool) implements Choice {}
    }
}
