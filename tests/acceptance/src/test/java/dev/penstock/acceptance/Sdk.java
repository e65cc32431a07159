// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import tools.jackson.databind.node.ObjectNode;

/// An official client. Every call has a deadline of its own; nothing is retried.
interface Sdk {
    Dialect dialect();

    /// Calls through the door and tells what the client made of the answer.
    ///
    /// @param request the body in the client's own format, without `stream`
    Outcome call(Door door, Mode mode, ObjectNode request);

    /// The class, without package, that the client throws for that status.
    String exception(int status);
}
