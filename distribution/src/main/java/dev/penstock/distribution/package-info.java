// SPDX-License-Identifier: Apache-2.0

/// Makes the archive that runs without a JDK: the runtime, the jars, what a training run has taught,
/// and everything an installation needs.
@NullMarked
package dev.penstock.distribution;

import org.jspecify.annotations.NullMarked;
