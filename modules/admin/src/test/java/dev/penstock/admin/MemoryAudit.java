// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.AuditRecords;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An audit to read, in memory: all rows belong to every organisation that asks. Remembers the filters.
final class MemoryAudit implements AuditRecords {

    final List<AuditRow> rows = new CopyOnWriteArrayList<>();
    final List<AuditFilter> filters = new CopyOnWriteArrayList<>();

    @Override
    public List<AuditRow> page(
            UUID organisation, AuditFilter filter, @Nullable Long after, int limit) {
        filters.add(filter);
        return rows.stream()
                .filter(row -> after == null || row.sequence() < after)
                .sorted((a, b) -> Long.compare(b.sequence(), a.sequence()))
                .limit(limit)
                .toList();
    }
}
