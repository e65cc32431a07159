// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.time.Instant;

/// The names an answer is given under.
///
/// @param id a stem that is unique for the call; formats put their own prefix before it (`chatcmpl-`,
///     `msg_`)
/// @param model the public name that the caller asked for
/// @param created when the answer began
public record AnswerIdentity(String id, String model, Instant created) {}
