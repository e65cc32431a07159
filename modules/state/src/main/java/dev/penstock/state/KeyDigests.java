// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;

/// Digests issued keys. Pure computation; called once for every request.
public interface KeyDigests {

    /// The digest of a key.
    KeyDigest digest(Secret key);

    /// The digest of a key of which only the SHA-256 is known, such as one of another gateway.
    ///
    /// @param sha256 64 hexadecimal digits
    KeyDigest ofSha256(String sha256);
}
