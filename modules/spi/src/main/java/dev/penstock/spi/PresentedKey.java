// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import dev.penstock.inference.Secret;

/// The key that came with a request.
///
/// @param secret as sent
/// @param place where it stood, such as `authorization`
public record PresentedKey(Secret secret, String place) {}
