// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

/// What a request says in its path, in formats that name the model there.
///
/// @param model as the caller wrote it, decoded
/// @param stream whether the path asks for a stream
public record Addressed(String model, boolean stream) {}
