// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import dev.penstock.spi.PolicyFactory;
import dev.penstock.spi.ProviderFactory;
import java.util.List;

/// A jar in use.
///
/// @param jar its file name
/// @param module the name of its module
/// @param providers its provider factories
/// @param policies its policy factories
public record Plugin(
        String jar, String module, List<ProviderFactory> providers, List<PolicyFactory> policies) {

    public Plugin {
        providers = List.copyOf(providers);
        policies = List.copyOf(policies);
    }
}
