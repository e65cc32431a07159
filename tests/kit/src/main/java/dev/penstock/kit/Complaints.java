// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// How a provider words what is wrong with a member of a request, and how it writes the way to it.
interface Complaints {
    /// The way to a member of the object at `path`; the way to the body itself is empty.
    String member(String path, String name);

    /// The way to an element of the array at `path`.
    String element(String path, int index);

    /// A member nobody knows.
    Refusal unknown(String path);

    /// A required member that is not there.
    Refusal missing(String path);

    /// A member of the wrong JSON type.
    Refusal wrongType(String path, String expected, String actual);

    /// A member outside the allowed values.
    Refusal badValue(String path, String value, String allowed);

    /// Anything else.
    Refusal wrong(String path, String message);
}
