// SPDX-License-Identifier: Apache-2.0

/// Assembly: from settings to a running gateway and back to nothing.
@NullMarked
package dev.penstock.app.server;

import org.jspecify.annotations.NullMarked;
