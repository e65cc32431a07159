// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.Caller;

/// Decides who calls: the policy of phase [Phase#AUTHENTICATE]. It sees no body.
public interface Authenticator {

    /// Decides who calls.
    ///
    /// @param key the one key of the request
    /// @return who calls
    /// @throws dev.penstock.inference.FailureException UNAUTHENTICATED, always with the same words
    ///     whether the key is malformed, unknown, expired or revoked
    Caller authenticate(PresentedKey key);
}
