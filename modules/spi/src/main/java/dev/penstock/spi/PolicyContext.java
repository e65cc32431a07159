// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.time.InstantSource;

/// What the gateway hands to policies.
public interface PolicyContext {

    /// The time.
    InstantSource clock();

    /// A port of the gateway's own state. Policies that ship with the gateway use it; a plugin is
    /// offered none.
    ///
    /// @throws IllegalArgumentException when there is no such port for this policy
    <T> T port(Class<T> type);
}
