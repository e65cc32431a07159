// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

/// The routes of one kind of thing.
interface Endpoint {

    /// Adds them.
    void register(Routes routes);
}
