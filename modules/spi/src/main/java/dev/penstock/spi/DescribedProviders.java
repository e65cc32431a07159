// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

import java.util.List;

/// Makes provider types out of descriptions instead of code. Found by [java.util.ServiceLoader];
/// needs a public constructor without parameters.
public interface DescribedProviders {

    /// The types that come with it, in order.
    List<ProviderFactory> builtIn();

    /// Reads a description that an operator has written.
    ///
    /// @param file the content of a file
    /// @return the types that it describes; at least one
    /// @throws IllegalArgumentException when it cannot be used; the message has a line for each
    ///     mistake, which begins with the number of its line in the file
    List<ProviderFactory> read(byte[] file);
}
