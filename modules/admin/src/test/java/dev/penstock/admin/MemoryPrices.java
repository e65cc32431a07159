// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import static dev.penstock.admin.MemoryConfiguration.expect;
import static dev.penstock.admin.MemoryConfiguration.found;
import static dev.penstock.admin.MemoryConfiguration.replaced;

import dev.penstock.inference.Price;
import dev.penstock.state.Actor;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfiguredPrice;
import dev.penstock.state.Setting;
import dev.penstock.state.StateException;
import dev.penstock.state.StateException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// Prices and settings in memory.
final class MemoryPrices {

    final List<ConfiguredPrice> all = new CopyOnWriteArrayList<>();
    final List<Setting> settings = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    MemoryPrices(InstantSource clock) {
        this.clock = clock;
    }

    List<ConfiguredPrice> add(ConfigurationChange.AddPrices c) {
        List<ConfiguredPrice> added =
                c.prices().stream()
                        .filter(p ->
                                all.stream()
                                        .noneMatch(q -> q.price().version().equals(p.version())))
                        .map(p -> new ConfiguredPrice(p, c.source(), null, null, 1, now()))
                        .toList();
        all.addAll(added);
        return added;
    }

    ConfiguredPrice set(Actor actor, ConfigurationChange.SetPrice c) {
        List<ConfiguredPrice> mine = overrides(actor, c.provider(), c.model());
        ConfiguredPrice newest = mine.isEmpty() ? null : mine.getLast();
        expect(c.revision(), newest == null || newest.ended() != null ? 0 : newest.revision());
        ConfiguredPrice made =
                new ConfiguredPrice(
                        new Price(
                                c.provider() + "/" + c.model() + "@" + UUID.randomUUID(),
                                c.provider(),
                                c.model(),
                                now(),
                                c.rates(),
                                c.tiers()),
                        ConfiguredPrice.Source.OVERRIDE,
                        actor.organisation(),
                        null,
                        newest == null ? 1 : newest.revision() + 1,
                        now());
        all.add(made);
        return made;
    }

    ConfiguredPrice end(Actor actor, ConfigurationChange.RemovePrice c) {
        List<ConfiguredPrice> mine = overrides(actor, c.provider(), c.model());
        if (mine.isEmpty() || mine.getLast().ended() != null) {
            throw new StateException(Kind.NOT_FOUND, "there is no price of this organisation");
        }
        expect(c.revision(), mine.getLast().revision());
        mine.forEach(p ->
                replaced(
                        all,
                        p,
                        new ConfiguredPrice(
                                p.price(),
                                p.source(),
                                p.organisation(),
                                p.ended() == null ? now() : p.ended(),
                                p.equals(mine.getLast()) ? p.revision() + 1 : p.revision(),
                                now())));
        return overrides(actor, c.provider(), c.model()).getLast();
    }

    private List<ConfiguredPrice> overrides(Actor actor, String provider, String model) {
        return all.stream()
                .filter(p -> actor.organisation().equals(p.organisation()))
                .filter(p -> p.price().provider().equals(provider))
                .filter(p -> p.price().model().equals(model))
                .toList();
    }

    Setting put(Actor actor, ConfigurationChange.PutSetting c) {
        UUID organisation = c.installation() ? null : actor.organisation();
        Setting before =
                settings.stream()
                        .filter(s -> Objects.equals(s.organisation(), organisation))
                        .filter(s -> s.name().equals(c.name()))
                        .findFirst()
                        .orElse(null);
        long revision = before == null ? 0 : before.revision();
        expect(c.revision(), revision);
        Setting after = new Setting(organisation, c.name(), c.content(), revision + 1, now());
        settings.remove(before);
        settings.add(after);
        return after;
    }

    String remove(Actor actor, ConfigurationChange.RemoveSetting c) {
        UUID organisation = c.installation() ? null : actor.organisation();
        Setting before =
                found(
                        settings,
                        s ->
                                Objects.equals(s.organisation(), organisation)
                                        && s.name().equals(c.name()));
        expect(c.revision(), before.revision());
        settings.remove(before);
        return c.name();
    }

    private Instant now() {
        return clock.instant();
    }
}
