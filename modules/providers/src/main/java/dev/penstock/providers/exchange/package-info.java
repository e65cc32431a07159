// SPDX-License-Identifier: Apache-2.0

/// What providers that speak a public format over HTTP have in common: [HttpProvider] sends and
/// [DecodedAnswer] or [RelayedAnswer] reads, by what a [Vendor] says.
@NullMarked
package dev.penstock.providers.exchange;

import org.jspecify.annotations.NullMarked;
