// SPDX-License-Identifier: Apache-2.0
package dev.penstock.routing;

import dev.penstock.state.ProviderConfiguration;

/// Knows what providers offer. Asked through this, because routing itself calls nobody.
@FunctionalInterface
public interface Offers {

    /// Whether a provider offers a model. May wait for the provider, within its own deadline.
    ///
    /// @param provider one that passes unknown names
    /// @param model the name as the caller wrote it
    boolean offers(ProviderConfiguration provider, String model);
}
