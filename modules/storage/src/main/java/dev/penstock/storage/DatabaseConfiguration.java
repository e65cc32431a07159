// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Price;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.StateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// All changes to what is configured; each kind of thing in a class of its own.
final class DatabaseConfiguration implements Configuration {

    private final Changes changes;
    private final ProviderChanges providers;
    private final CredentialChanges credentials;
    private final RouteChanges routes = new RouteChanges();
    private final KeyChanges keys = new KeyChanges();
    private final PriceChanges prices;
    private final SettingChanges settings = new SettingChanges();

    DatabaseConfiguration(Changes changes, CatalogRows rows) {
        this.changes = changes;
        this.credentials = new CredentialChanges(rows);
        this.providers = new ProviderChanges(credentials);
        this.prices = new PriceChanges(changes);
    }

    @Override
    public List<Object> apply(Actor actor, List<? extends ConfigurationChange<?>> wanted) {
        AtomicInteger at = new AtomicInteger();
        try {
            return wanted.isEmpty()
                    ? List.of()
                    : changes.make(
                            transaction -> all(new Edit(transaction, actor, changes), wanted, at));
        } catch (StateException e) {
            throw told(e, at.get());
        }
    }

    @Override
    public List<Object> preview(Actor actor, List<? extends ConfigurationChange<?>> wanted) {
        AtomicInteger at = new AtomicInteger();
        try {
            return wanted.isEmpty()
                    ? List.of()
                    : changes.rehearse(
                            transaction -> all(new Edit(transaction, actor, changes), wanted, at));
        } catch (StateException e) {
            throw told(e, at.get());
        }
    }

    @Override
    public int addPrices(List<Price> toAdd) {
        return prices.addBuiltin(toAdd);
    }

    private List<Object> all(
            Edit edit, List<? extends ConfigurationChange<?>> wanted, AtomicInteger at)
            throws SQLException {
        List<Object> brought = new ArrayList<>();
        for (ConfigurationChange<?> change : wanted) {
            at.set(brought.size());
            brought.add(one(edit, change));
        }
        return List.copyOf(brought);
    }

    private Object one(Edit edit, ConfigurationChange<?> change) throws SQLException {
        return switch (change) {
            case ConfigurationChange.AddProvider c -> providers.add(edit, c.provider());
            case ConfigurationChange.UpdateProvider c -> providers.update(edit, c);
            case ConfigurationChange.RemoveProvider c -> providers.remove(edit, c);
            case ConfigurationChange.AddCredential c -> credentials.add(edit, c);
            case ConfigurationChange.UpdateCredential c -> credentials.update(edit, c);
            case ConfigurationChange.RemoveCredential c -> credentials.remove(edit, c);
            case ConfigurationChange.AddRoute c -> routes.add(edit, c.route());
            case ConfigurationChange.UpdateRoute c -> routes.update(edit, c);
            case ConfigurationChange.RemoveRoute c -> routes.remove(edit, c);
            case ConfigurationChange.AddKey c -> keys.add(edit, c.key());
            case ConfigurationChange.UpdateKey c -> keys.update(edit, c);
            case ConfigurationChange.RotateKey c -> keys.rotate(edit, c);
            case ConfigurationChange.RevokeKey c -> keys.revoke(edit, c);
            case ConfigurationChange.AddPrices c -> prices.add(edit, c);
            case ConfigurationChange.SetPrice c -> prices.set(edit, c);
            case ConfigurationChange.RemovePrice c -> prices.end(edit, c);
            case ConfigurationChange.PutSetting c -> settings.put(edit, c);
            case ConfigurationChange.RemoveSetting c -> settings.remove(edit, c);
        };
    }

    // Which change is at fault is known only when it is a change that was refused.
    private static StateException told(StateException failure, int index) {
        return switch (failure.kind()) {
            case CONFLICT, NOT_FOUND, OUTDATED, SECRET_REQUIRED -> failure.ofChange(index);
            case UNAVAILABLE, UNUSABLE -> failure;
        };
    }
}
