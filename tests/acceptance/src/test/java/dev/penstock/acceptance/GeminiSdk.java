// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import tools.jackson.databind.node.ObjectNode;

/// An official client of Google's format.
interface GeminiSdk {
    /// Calls through the door and tells what the client made of the answer.
    ///
    /// @param request `model`, `contents` and `config` as the clients name them
    Outcome call(Door door, Mode mode, ObjectNode request);

    /// npm `@google/genai`.
    record Node(NodeDriver driver) implements GeminiSdk {
        @Override
        public Outcome call(Door door, Mode mode, ObjectNode request) {
            return NodeDriver.outcome(driver.call("google", mode.id(), door, request));
        }

        @Override
        public String toString() {
            return "npm google";
        }
    }
}
