// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.List;
import java.util.Map;

/// A request as it goes out.
///
/// @param body JSON
/// @param dropped what the format could not carry, by the names of the caller's format, without
///     repetition; empty when nothing was lost
/// @param toolNames the caller's names of tools by the names that were sent, for those that the
///     format does not allow; [ProviderCodec#reader(boolean, EncodedRequest)] turns them back
/// @param singleCall whether only the first tool call of the answer may reach the caller, because the
///     format cannot say that there shall be one
public record EncodedRequest(
        byte[] body, List<String> dropped, Map<String, String> toolNames, boolean singleCall) {

    public EncodedRequest {
        dropped = List.copyOf(dropped);
        toolNames = Map.copyOf(toolNames);
    }

    /// A request that says itself how many tools may be called.
    public EncodedRequest(byte[] body, List<String> dropped, Map<String, String> toolNames) {
        this(body, dropped, toolNames, false);
    }

    /// A request in which every tool has its own name.
    public EncodedRequest(byte[] body, List<String> dropped) {
        this(body, dropped, Map.of());
    }
}
