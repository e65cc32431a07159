// SPDX-License-Identifier: Apache-2.0

/// The words of inference: requests, messages, events, usage, money, targets, routes, plans, calls
/// and failures. No I/O and no framework; JSON appears only as text.
module dev.penstock.inference {
    requires static transitive org.jspecify;

    exports dev.penstock.inference;
}
