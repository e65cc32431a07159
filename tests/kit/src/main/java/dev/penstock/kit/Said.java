// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

/// An answer with all that is needed to write it in a provider's format.
///
/// @param requestId the id the provider gives the call
/// @param number the number of the call, from which ids are made
/// @param created seconds since 1970
/// @param prompt what was asked
/// @param answer what is said
/// @param tokens what is charged
record Said(
        String requestId, int number, long created, Prompt prompt, Answer answer, Tokens tokens) {
    /// An id of 24 letters and digits, the same for the same call and index.
    String id(String prefix, int index) {
        return "%s%020dx%03d".formatted(prefix, number, index);
    }
}
