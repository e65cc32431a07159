// SPDX-License-Identifier: Apache-2.0

/// The public formats as codecs: bytes to words and words to bytes, for both sides of the gateway.
/// No I/O.
module dev.penstock.wire {
    requires transitive dev.penstock.inference;
    requires tools.jackson.core;
    requires static transitive org.jspecify;

    exports dev.penstock.wire;
}
