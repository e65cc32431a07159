// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

/// How an answer is asked for.
enum Mode {
    PLAIN,
    STREAMED;

    String id() {
        return this == PLAIN ? "plain" : "streamed";
    }
}
