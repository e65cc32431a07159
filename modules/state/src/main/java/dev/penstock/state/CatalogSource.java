// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.util.function.Consumer;

/// Where the current catalogue is.
public interface CatalogSource {

    /// The current catalogue: a read of a reference, never a wait.
    Catalog current();

    /// Calls a listener with the current catalogue and with every later one, in order, one at a time.
    /// A listener that throws is logged and called again the next time.
    void onChange(Consumer<Catalog> listener);
}
