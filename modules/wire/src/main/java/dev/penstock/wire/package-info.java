// SPDX-License-Identifier: Apache-2.0

/// Public formats, once each: a [dev.penstock.wire.CallerCodec] for the side of the applications, a
/// [dev.penstock.wire.ProviderCodec] for the side of the providers. Adding a format adds two codecs,
/// never a pair of formats.
///
/// Codecs are stateless and shared; the readers, writers and taps they hand out hold the state of
/// one answer and belong to one thread.
@NullMarked
package dev.penstock.wire;

import org.jspecify.annotations.NullMarked;
