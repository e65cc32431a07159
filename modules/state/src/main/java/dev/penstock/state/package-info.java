// SPDX-License-Identifier: Apache-2.0

/// What is remembered, behind ports: the catalogue of everything configured, the ledger, people,
/// sessions. Reading is from immutable snapshots; writing goes through one place that also writes the
/// audit row, in the same transaction.
///
/// Every port is safe for many threads, blocks with a deadline, and fails with [StateException].
@NullMarked
package dev.penstock.state;

import org.jspecify.annotations.NullMarked;
