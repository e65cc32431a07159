// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.util.UUID;

/// Names the attempt that a provider is called for.
///
/// @param call the call's id, to be sent upstream where the provider takes a client's request id
/// @param attempt the ledger row's id
public record UpstreamAttempt(UUID call, UUID attempt) {}
