// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A period cut into what the roll-ups of days and hours cover and the ends that only the ledger knows:
/// `from <= first <= firstDay <= lastDay <= last <= to`.
///
/// @param from where it begins
/// @param first the first whole hour
/// @param firstDay the first whole day
/// @param lastDay the end of the last whole day
/// @param last the end of the last whole hour
/// @param to where it ends
record UsagePeriod(
        Instant from, Instant first, Instant firstDay, Instant lastDay, Instant last, Instant to) {

    static UsagePeriod of(Instant from, Instant to) {
        Instant end = to.isBefore(from) ? from : to;
        Instant first = earlier(upTo(from, ChronoUnit.HOURS), end);
        Instant last = later(end.truncatedTo(ChronoUnit.HOURS), first);
        Instant firstDay = earlier(upTo(first, ChronoUnit.DAYS), last);
        Instant lastDay = later(last.truncatedTo(ChronoUnit.DAYS), firstDay);
        // Without a whole hour in it, all of the period is one ragged end.
        return new UsagePeriod(from, first, firstDay, lastDay, last, end);
    }

    Parameters parameters() {
        return Parameters.of("from", from)
                .and("first", first)
                .and("first_day", firstDay)
                .and("last_day", lastDay)
                .and("last", last)
                .and("to", to);
    }

    private static Instant upTo(Instant instant, ChronoUnit unit) {
        Instant floor = instant.truncatedTo(unit);
        return floor.equals(instant) ? instant : floor.plus(1, unit);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
