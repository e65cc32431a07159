// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Where the figures of a ledger row come from.
public enum UsageSource {
    /// The provider reported them.
    PROVIDER,
    /// Output was counted as it passed, because the answer was cut before a report.
    COUNTED,
    /// Nothing was seen; the figures are derived from sizes and limits.
    ESTIMATED
}
