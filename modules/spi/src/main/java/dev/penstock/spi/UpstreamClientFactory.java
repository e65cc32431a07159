// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.time.InstantSource;

/// Makes the client for outgoing HTTP. Found by [java.util.ServiceLoader]; the gateway uses exactly
/// one.
public interface UpstreamClientFactory {

    /// Makes the client that all providers share.
    ///
    /// @param settings bounds of the client
    /// @param clock the time
    UpstreamClient create(UpstreamClientSettings settings, InstantSource clock);
}
