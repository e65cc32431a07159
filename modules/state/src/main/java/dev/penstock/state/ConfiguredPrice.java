// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import dev.penstock.inference.Price;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A version of a price and where it comes from. A version is never changed and never removed, since
/// ledger rows name it; it is followed by another or ends.
///
/// @param price the version
/// @param source where it comes from
/// @param organisation whose price it is, or null for one of the whole installation
/// @param ended the first instant at which an override holds no more, or null while it does; prices of the
///     installation do not end
/// @param revision of an override: 1 at first, one more with every version and with its end
/// @param updated when it was added or ended
public record ConfiguredPrice(
        Price price,
        Source source,
        @Nullable UUID organisation,
        @Nullable Instant ended,
        long revision,
        Instant updated) {

    /// Where prices come from.
    public enum Source {
        /// The lists that come with the gateway.
        BUILTIN,
        /// A price file that an operator imported.
        IMPORT,
        /// What an organisation says it pays.
        OVERRIDE
    }

    /// Checks that overrides, and only they, belong to an organisation.
    public ConfiguredPrice {
        if ((source == Source.OVERRIDE) != (organisation != null)) {
            throw new IllegalArgumentException(
                    "price "
                            + price.version()
                            + " is of source "
                            + source
                            + " but overrides, and only they, belong to an organisation");
        }
    }

    /// A price that came with the gateway.
    public static ConfiguredPrice builtin(Price price) {
        return new ConfiguredPrice(price, Source.BUILTIN, null, null, 1, price.validFrom());
    }

    /// Whether it holds.
    ///
    /// @param at the time of a call
    public boolean holds(Instant at) {
        return !price.validFrom().isAfter(at) && (ended == null || at.isBefore(ended));
    }
}
