// SPDX-License-Identifier: Apache-2.0

/// The demo provider: it echoes, so that a first call works before anybody owns a key of a real
/// provider. Start reading at [DemoProviderFactory].
@NullMarked
package dev.penstock.examples.demo;

import org.jspecify.annotations.NullMarked;
