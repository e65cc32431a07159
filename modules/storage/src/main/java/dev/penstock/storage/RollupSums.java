// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.inference.UsageClass;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// What closed rows add to the roll-ups: summed here, so that the database hears of each hour and each
/// day of a place once for a whole transaction.
final class RollupSums {

    /// Stands for no credential.
    private static final UUID NONE = new UUID(0, 0);

    private static final List<String> NUMBERS =
            Stream.concat(
                            Stream.of("calls", "attempts", "failures", "unpriced", "cost_nanos"),
                            Stream.of(UsageClass.values()).map(UsageClass::id))
                    .toList();
    private static final int USAGE = 5;

    /// What rows are summed by, besides the time.
    private record Place(
            UUID organisation,
            UUID team,
            UUID project,
            UUID key,
            String provider,
            UUID credential,
            String upstreamModel,
            String publicModel,
            String outcomeClass) {}

    private record Group(Place place, Instant started) {}

    // Gateways that share a database must not meet in opposite orders.
    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::started)
                    .thenComparing(group -> group.place().organisation())
                    .thenComparing(group -> group.place().team())
                    .thenComparing(group -> group.place().project())
                    .thenComparing(group -> group.place().key())
                    .thenComparing(group -> group.place().provider())
                    .thenComparing(group -> group.place().credential())
                    .thenComparing(group -> group.place().upstreamModel())
                    .thenComparing(group -> group.place().publicModel())
                    .thenComparing(group -> group.place().outcomeClass());

    private final Map<Group, long[]> hours = new HashMap<>();
    private final Map<Group, long[]> days = new HashMap<>();

    /// Adds a row that is known whole.
    ///
    /// @param beginsCall whether it is the first of its call to arrive
    void add(LedgerEntry.Opened opened, LedgerEntry.Closed closed, boolean beginsCall) {
        Place place =
                new Place(
                        opened.organisation(),
                        opened.team(),
                        opened.project(),
                        opened.key(),
                        opened.provider(),
                        opened.credential() == null ? NONE : opened.credential(),
                        opened.upstreamModel(),
                        opened.publicModel(),
                        outcomeClass(closed));
        add(place, opened.at(), numbers(opened, closed, beginsCall));
    }

    /// Adds a closed row as the database says it.
    void add(Row row) throws SQLException {
        Place place =
                new Place(
                        row.id("organisation_id"),
                        row.id("team_id"),
                        row.id("project_id"),
                        row.id("key_id"),
                        row.text("provider"),
                        row.id("credential_id"),
                        row.text("upstream_model"),
                        row.text("public_model"),
                        row.text("outcome_class"));
        long[] numbers = new long[NUMBERS.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = row.number(NUMBERS.get(i));
        }
        add(place, row.instant("opened"), numbers);
    }

    /// Writes the sums into the roll-ups.
    void write(Transaction transaction) throws SQLException {
        write(transaction, "rollup.hours.add", hours);
        write(transaction, "rollup.days.add", days);
    }

    private static void write(Transaction transaction, String statement, Map<Group, long[]> groups)
            throws SQLException {
        List<Parameters> sets = new ArrayList<>(groups.size());
        groups.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .forEach(group -> sets.add(parameters(group.getKey(), group.getValue())));
        var _ = transaction.changeEach(statement, sets);
    }

    private static Parameters parameters(Group group, long[] numbers) {
        Place place = group.place();
        Parameters parameters =
                Parameters.of("organisation", place.organisation())
                        .and("team", place.team())
                        .and("project", place.project())
                        .and("key", place.key())
                        .and("provider", place.provider())
                        .and("credential", place.credential())
                        .and("upstream_model", place.upstreamModel())
                        .and("public_model", place.publicModel())
                        .and("outcome_class", place.outcomeClass())
                        .and("started", group.started());
        for (int i = 0; i < numbers.length; i++) {
            parameters.and(NUMBERS.get(i), numbers[i]);
        }
        return parameters;
    }

    private void add(Place place, Instant opened, long[] numbers) {
        sum(hours, new Group(place, opened.truncatedTo(ChronoUnit.HOURS)), numbers);
        sum(days, new Group(place, opened.truncatedTo(ChronoUnit.DAYS)), numbers);
    }

    private static void sum(Map<Group, long[]> groups, Group group, long[] numbers) {
        long[] sums = groups.computeIfAbsent(group, _ -> new long[NUMBERS.size()]);
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.addExact(sums[i], numbers[i]);
        }
    }

    private static String outcomeClass(LedgerEntry.Closed closed) {
        return switch (closed.state()) {
            case RELEASED -> "released";
            case SETTLED, OPEN -> closed.outcome().equals("ok") ? "ok" : "failed";
        };
    }

    private static long[] numbers(
            LedgerEntry.Opened opened, LedgerEntry.Closed closed, boolean beginsCall) {
        boolean settled = closed.state() == LedgerEntry.State.SETTLED;
        long[] numbers = new long[NUMBERS.size()];
        numbers[0] = beginsCall ? 1 : 0;
        numbers[1] = 1;
        numbers[2] = closed.outcome().equals("ok") ? 0 : 1;
        numbers[3] = settled && opened.priceVersion() == null ? 1 : 0;
        if (settled) {
            numbers[4] = closed.cost().nanos();
            int next = USAGE;
            for (UsageClass unit : UsageClass.values()) {
                numbers[next++] = closed.usage().of(unit);
            }
        }
        return numbers;
    }
}
