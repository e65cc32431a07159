// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.time.InstantSource;

/// What the gateway hands to a provider. Valid until the provider is closed.
///
/// @param upstream for all outgoing HTTP: pooled, bounded by deadlines, through the configured
///     outgoing proxy, behind the address guard
/// @param clock the time
public record ProviderContext(UpstreamClient upstream, InstantSource clock) {}
