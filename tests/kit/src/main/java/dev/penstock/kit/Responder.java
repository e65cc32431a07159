// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// Decides on a reply when the request is there.
@FunctionalInterface
public interface Responder {
    /// The reply to that request. Called on the connection's own thread, concurrently for different
    /// connections; an exception resets the connection and fails [FaultUpstream#close()].
    Reply answer(RecordedRequest request);
}
