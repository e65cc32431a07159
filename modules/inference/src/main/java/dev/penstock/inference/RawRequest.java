// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request body as it came, with the places of the members that the gateway acts on. The relay
/// lane sends it on byte for byte but for those.
///
/// @param format the format that the caller speaks
/// @param body the body, shared and never changed by anyone
/// @param model value of the member `model`
/// @param modelRange the JSON string of that value in `body`, quotes included; null where the format
///     names the model outside of the body
/// @param stream whether the caller asked for a stream
/// @param streamOptionsRange the whole value of `stream_options` in `body`, or null when absent
/// @param usageAsked whether the caller asked for a usage chunk (`stream_options.include_usage`)
/// @param maxOutputTokens the caller's bound of the answer, or null
/// @param headers the caller's headers that providers of the same format understand (versions and
///     betas), by lower-case name
public record RawRequest(
        WireFormat format,
        byte[] body,
        String model,
        @Nullable ByteRange modelRange,
        boolean stream,
        @Nullable ByteRange streamOptionsRange,
        boolean usageAsked,
        @Nullable Long maxOutputTokens,
        Map<String, List<String>> headers) {

    public RawRequest {
        Checks.notBlank(model, "model");
        Map<String, List<String>> copy = new TreeMap<>();
        headers.forEach(
                (name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = copy;
    }

    /// The range of the model's name, in formats that have it in the body.
    ///
    /// @throws IllegalStateException when the format has it elsewhere
    public ByteRange modelMember() {
        if (modelRange == null) {
            throw new IllegalStateException("a body of " + format.id() + " names no model");
        }
        return modelRange;
    }
}
