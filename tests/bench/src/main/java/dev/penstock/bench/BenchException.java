// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

/// A measurement that cannot be made; the message says why and what to do.
class BenchException extends RuntimeException {
    BenchException(String message) {
        super(message);
    }
}
