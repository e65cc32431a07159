// SPDX-License-Identifier: Apache-2.0

/// One vocabulary in the middle of the gateway. Codecs translate public formats to and from it,
/// providers answer it, policies and the ledger speak it.
///
/// All types are immutable and safe to share between threads unless their page says otherwise;
/// `null` appears only where a component is marked `@Nullable`.
@NullMarked
package dev.penstock.inference;

import org.jspecify.annotations.NullMarked;
