// SPDX-License-Identifier: Apache-2.0

/// Anthropic.
@NullMarked
package dev.penstock.providers.anthropic;

import org.jspecify.annotations.NullMarked;
