// SPDX-License-Identifier: Apache-2.0

/// Google.
@NullMarked
package dev.penstock.providers.google;

import org.jspecify.annotations.NullMarked;
