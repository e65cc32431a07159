// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// How a simulated stream ends, and after how many content pieces if not regularly.
sealed interface StreamEnd {
    /// Regularly.
    record Complete() implements StreamEnd {}

    /// The connection ends in order without the closing events.
    record Cut(int after) implements StreamEnd {}

    /// The connection is reset.
    record Reset(int after) implements StreamEnd {}

    /// An error event in the provider's shape, then the end of the body.
    record Failed(int after, String type, String message) implements StreamEnd {}

    /// Nothing more until the peer leaves.
    record Silent(int after) implements StreamEnd {}
}
