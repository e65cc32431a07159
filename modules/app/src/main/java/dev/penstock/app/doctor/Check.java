// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import java.util.List;
import java.util.function.Supplier;

/// Something to look at.
///
/// @param name the name of what it finds, for when it finds nothing in time
/// @param look looks, without changing anything
record Check(String name, Look look) {

    /// Looks. May take long and may throw: whoever runs it gives up on it.
    @FunctionalInterface
    interface Look {
        List<Finding> findings();
    }

    static Check one(String name, Supplier<Finding> look) {
        return new Check(name, () -> List.of(look.get()));
    }
}
