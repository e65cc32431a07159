// SPDX-License-Identifier: Apache-2.0

/// The engine: what happens to a call between the door it comes in by and the provider that answers
/// it. Start reading at [dev.penstock.engine.Engine].
@NullMarked
package dev.penstock.engine;

import org.jspecify.annotations.NullMarked;
