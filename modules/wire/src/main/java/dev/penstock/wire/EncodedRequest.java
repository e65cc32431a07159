// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.List;

/// A request as it goes out.
///
/// @param body JSON
/// @param dropped what the format could not carry, by the names of the caller's format, without
///     repetition; empty when nothing was lost
public record EncodedRequest(byte[] body, List<String> dropped) {

    public EncodedRequest {
        dropped = List.copyOf(dropped);
    }
}
