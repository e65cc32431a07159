// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.Map;
import java.util.Set;

/// Members of OpenAI's format that a server refuses or calls otherwise. They hold in both lanes:
/// what a caller of the same format sends is changed where it would be refused, and nowhere else.
///
/// @param refused top-level members that are left out and reported
/// @param refusedInMessages members of messages that are left out and reported as `messages.<name>`
/// @param renamed the server's names of top-level members by OpenAI's
/// @param efforts the server's words for `reasoning_effort` by OpenAI's, where they differ
/// @param developerRole whether the server knows the role `developer`; otherwise it is called `system`
public record Deviations(
        Set<String> refused,
        Set<String> refusedInMessages,
        Map<String, String> renamed,
        Map<String, String> efforts,
        boolean developerRole) {

    private static final Deviations NONE =
            new Deviations(Set.of(), Set.of(), Map.of(), Map.of(), true);

    public Deviations {
        refused = Set.copyOf(refused);
        refusedInMessages = Set.copyOf(refusedInMessages);
        renamed = Map.copyOf(renamed);
        efforts = Map.copyOf(efforts);
    }

    /// No deviation.
    public static Deviations none() {
        return NONE;
    }

    /// Whether there is any.
    boolean any() {
        return !equals(NONE);
    }

    /// Whether messages must be looked at.
    boolean ofMessages() {
        return !developerRole || !refusedInMessages.isEmpty();
    }
}
