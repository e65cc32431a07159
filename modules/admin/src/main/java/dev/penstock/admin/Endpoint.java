// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

/// The routes of one kind of thing.
interface Endpoint {

    /// The part of the API's description that tells of them.
    String part();

    /// Adds them.
    void register(Routes routes);
}
