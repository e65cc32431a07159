// SPDX-License-Identifier: Apache-2.0

/// OpenAI, and servers that speak its chat completions.
@NullMarked
package dev.penstock.providers.openai;

import org.jspecify.annotations.NullMarked;
