// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

/// Outgoing HTTP for everyone. Safe for many threads; blocking.
///
/// ## Guarantees
/// 1. Redirects are not followed, cookies not kept, bodies not decoded.
/// 2. A connection that was reused and died before a byte of the answer came is repeated once on a
///    fresh one; nothing else is ever repeated.
/// 3. Failures are [dev.penstock.inference.FailureException] of
///    [dev.penstock.inference.Failure.Provider]. Of kind UNREACHABLE or TLS when nothing of the
///    request was sent; else of kind TIMEOUT, TRUNCATED (the connection ended or the wait was
///    interrupted) or MALFORMED (not HTTP).
/// 4. Interrupting a virtual thread that waits here ends the wait.
public interface UpstreamClient {

    /// Sends a request and waits for the head of the answer, whatever its status.
    ///
    /// @return the answer, to be closed by the receiver
    UpstreamResponse send(UpstreamRequest request);
}
