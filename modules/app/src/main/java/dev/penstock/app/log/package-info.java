// SPDX-License-Identifier: Apache-2.0

/// Where log lines go and what they look like.
@NullMarked
package dev.penstock.app.log;

import org.jspecify.annotations.NullMarked;
