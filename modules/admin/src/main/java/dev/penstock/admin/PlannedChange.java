// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One difference between a declarative file and what is there, as people see it.
///
/// @param action `create`, `change` or `remove`
/// @param kind `provider`, `credential`, `model`, `key`, `price` or `setting`
/// @param name of the thing; a credential's follows its provider's and a slash, as a price's model does
/// @param members that differ, in the order of the file's reference
record PlannedChange(String action, String kind, String name, List<Member> members) {

    static final String CREATE = "create";
    static final String CHANGE = "change";
    static final String REMOVE = "remove";

    /// What stands in the place of a secret.
    static final String SECRET = "***";

    /// A member that differs.
    ///
    /// @param name of it
    /// @param before as JSON, null when it had no value
    /// @param after as JSON, null when it has none
    record Member(String name, @Nullable Object before, @Nullable Object after) {}

    /// Collects the members of a thing that differ.
    static final class Members {

        private final List<Member> found = new ArrayList<>();

        Members add(String name, @Nullable Object before, @Nullable Object after) {
            if (!Objects.equals(before, after)) {
                found.add(new Member(name, before, after));
            }
            return this;
        }

        boolean none() {
            return found.isEmpty();
        }

        PlannedChange of(String action, String kind, String name) {
            List<Member> members =
                    found.stream()
                            .map(m ->
                                    new Member(
                                            m.name(),
                                            action.equals(CREATE) ? null : m.before(),
                                            action.equals(REMOVE) ? null : m.after()))
                            .toList();
            return new PlannedChange(action, kind, name, members);
        }
    }
}
