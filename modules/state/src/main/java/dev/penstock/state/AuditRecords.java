// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads who changed what. Each row was written in the transaction of its change.
public interface AuditRecords {

    /// The most rows of a page.
    int MOST = 500;

    /// Rows of an organisation, newest first.
    ///
    /// @param filter which
    /// @param after the sequence of the last row of the page before, or null for the first page
    /// @param limit at most so many, 1 to [#MOST]
    List<AuditRow> page(UUID organisation, AuditFilter filter, @Nullable Long after, int limit);

    /// One change.
    ///
    /// @param sequence larger than those of all earlier changes
    /// @param id of the row
    /// @param at when
    /// @param user who, or null for the gateway itself
    /// @param actor who, for people
    /// @param action such as `provider.add`
    /// @param subject the id of what was changed, or null
    /// @param before a JSON object of its members before, without secrets, or null when there was nothing
    /// @param after a JSON object of its members after, without secrets, or null when it is gone
    record AuditRow(
            long sequence,
            UUID id,
            Instant at,
            @Nullable UUID user,
            String actor,
            String action,
            @Nullable UUID subject,
            @Nullable String before,
            @Nullable String after) {}

    /// Which rows; null members leave out nothing.
    ///
    /// @param action the beginning of the action, such as `provider.`
    /// @param subject the id of what was changed
    /// @param user who
    /// @param from the first instant
    /// @param to the first instant no more
    record AuditFilter(
            @Nullable String action,
            @Nullable UUID subject,
            @Nullable UUID user,
            @Nullable Instant from,
            @Nullable Instant to) {

        /// Leaves out nothing.
        public static AuditFilter all() {
            return new AuditFilter(null, null, null, null, null);
        }
    }
}
