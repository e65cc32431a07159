// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.time.Instant;
import java.util.UUID;

/// One call of an application, from the moment its key was accepted. What it costs stands in the
/// ledger, one [LedgerEntry] for each attempt to have it answered.
///
/// @param id UUIDv7, told to the caller as `x-request-id`
/// @param caller who calls
/// @param endpoint the path template served, such as `/v1/chat/completions`
/// @param format the format spoken
/// @param model the model as the caller wrote it
/// @param stream whether the answer is streamed
/// @param begun when the key was accepted
public record Call(
        UUID id,
        Caller caller,
        String endpoint,
        WireFormat format,
        String model,
        boolean stream,
        Instant begun) {}
