// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.List;

/// What a declarative file says, and where: texts, lists and mappings, before anybody asks what they mean.
sealed interface FileNode {

    /// Where it begins.
    Place place();

    /// A place in a file.
    ///
    /// @param line from 1
    /// @param column from 1, in characters
    record Place(int line, int column) {}

    /// A single value.
    ///
    /// @param value as text
    /// @param plain whether it is written without quotes, so that `true`, `5` and nothing may be more than
    ///     texts
    record Text(String value, boolean plain, Place place) implements FileNode {

        /// Whether it stands for nothing.
        boolean empty() {
            return plain
                    && (value.isEmpty() || value.equals("~") || value.equalsIgnoreCase("null"));
        }
    }

    /// A list.
    record Items(List<FileNode> items, Place place) implements FileNode {}

    /// A mapping; no name stands twice in it.
    record Members(List<Member> members, Place place) implements FileNode {}

    /// One member of a mapping.
    ///
    /// @param place of its name
    record Member(String name, Place place, FileNode node) {}
}
