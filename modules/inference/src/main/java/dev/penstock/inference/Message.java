// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

import java.util.List;

/// One message of a conversation.
///
/// @param role who speaks
/// @param parts what is said, in order; may be empty where the format allows it
public record Message(Role role, List<ContentPart> parts) {

    public Message {
        parts = List.copyOf(parts);
    }

    /// A message that is one text.
    public static Message text(Role role, String text) {
        return new Message(role, List.of(new ContentPart.Text(text)));
    }
}
