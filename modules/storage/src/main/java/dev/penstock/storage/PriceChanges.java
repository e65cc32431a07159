// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Price;
import dev.penstock.inference.UsageClass;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds prices; none is ever changed or removed.
final class PriceChanges {

    private final Changes changes;

    PriceChanges(Changes changes) {
        this.changes = changes;
    }

    int add(List<Price> prices) {
        Set<String> known =
                new HashSet<>(
                        changes.read(transaction ->
                                transaction.rows(
                                        "prices.versions",
                                        Parameters.none(),
                                        row -> row.text("version"))));
        if (prices.stream().allMatch(price -> known.contains(price.version()))) {
            return 0;
        }
        return changes.make(transaction -> add(transaction, prices));
    }

    private int add(Transaction transaction, List<Price> prices) throws SQLException {
        Set<String> known =
                new HashSet<>(
                        transaction.rows(
                                "prices.versions", Parameters.none(), row -> row.text("version")));
        List<String> added = new ArrayList<>();
        List<Parameters> heads = new ArrayList<>();
        List<Parameters> rates = new ArrayList<>();
        for (Price price : prices) {
            if (known.add(price.version())) {
                added.add(price.version());
                heads.add(head(price));
                addRates(rates, price.version(), null, price.rates());
                for (Price.Tier tier : price.tiers()) {
                    addRates(rates, price.version(), tier.aboveInputTokens(), tier.rates());
                }
            }
        }
        transaction.changeAll("prices.insert", heads);
        transaction.changeAll("rates.insert", rates);
        changes.auditOwn(
                transaction, new Audit.Change("prices.add", null, null, Map.of("versions", added)));
        return added.size();
    }

    private static Parameters head(Price price) {
        return Parameters.of("version", price.version())
                .and("provider_type", price.provider())
                .and("model", price.model())
                .and("valid_from", price.validFrom());
    }

    private void addRates(
            List<Parameters> rows,
            String version,
            @Nullable Long above,
            Map<UsageClass, Long> rates) {
        rates.forEach((unit, nanos) ->
                rows.add(
                        Parameters.of("id", changes.newId())
                                .and("version", version)
                                .and("above", above)
                                .and("unit", unit)
                                .and("nanos", nanos)));
    }
}
