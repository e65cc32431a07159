// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.util.List;

/// Makes policies. Found by [java.util.ServiceLoader]; one instance for the life of the gateway.
public interface PolicyFactory {

    /// Makes this factory's policies.
    ///
    /// @param context what they may use
    List<Policy> policies(PolicyContext context);

    /// Makes this factory's authenticator, when it has one.
    ///
    /// @param context what it may use
    default java.util.Optional<Authenticator> authenticator(PolicyContext context) {
        return java.util.Optional.empty();
    }
}
