// SPDX-License-Identifier: Apache-2.0
package dev.penstock.spi;

/// The phases that a call passes, in this order. A policy belongs to one; within a phase policies run
/// in the order of their names.
public enum Phase {
    /// Who calls? Decided before the body is read.
    AUTHENTICATE,
    /// May this caller do this?
    RIGHTS
}
