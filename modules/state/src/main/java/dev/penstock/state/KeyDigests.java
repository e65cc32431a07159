// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Secret;

/// Digests issued keys. Pure computation; called once for every request.
public interface KeyDigests {

    /// The digest of a key.
    KeyDigest digest(Secret key);
}
