// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

/// Other load on the machine made a measurement worthless.
final class DisturbedException extends BenchException {
    DisturbedException(String message) {
        super(message);
    }
}
