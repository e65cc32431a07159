// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

/// Bounds of the outgoing client.
///
/// @param privateAddressesAllowed whether loopback, link-local, private and metadata addresses may be
///     called; checked on the resolved address at connect
public record UpstreamClientSettings(boolean privateAddressesAllowed) {}
