// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.Actor;
import dev.penstock.state.Configuration.NewProvider;
import dev.penstock.state.ProviderConfiguration;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Adds and removes providers with their credentials.
final class ProviderChanges {

    private final Changes changes;
    private final CatalogRows rows;

    ProviderChanges(Changes changes, CatalogRows rows) {
        this.changes = changes;
        this.rows = rows;
    }

    ProviderConfiguration add(Actor actor, NewProvider wanted) {
        ProviderConfiguration provider =
                new ProviderConfiguration(
                        changes.newId(),
                        actor.organisation(),
                        wanted.uid(),
                        wanted.type(),
                        wanted.baseUrl(),
                        wanted.credential(),
                        wanted.options(),
                        wanted.passesUnknownNames(),
                        changes.now());
        return changes.make(transaction -> {
            if (transaction.any(
                    "providers.by-uid",
                    Parameters.of("organisation", provider.organisation())
                            .and("uid", provider.uid()))) {
                throw Changes.conflict("a provider named '" + provider.uid() + "' exists");
            }
            insert(transaction, provider);
            changes.audit(
                    transaction,
                    actor,
                    new Audit.Change("provider.add", provider.id(), null, members(provider)));
            return provider;
        });
    }

    void remove(Actor actor, UUID id) {
        var _ =
                changes.make(transaction -> {
                    Parameters own =
                            Parameters.of("organisation", actor.organisation())
                                    .and("id", id)
                                    .and("provider", id);
                    Map<String, @Nullable Object> before =
                            transaction
                                    .first("providers.find", own, ProviderChanges::members)
                                    .orElseThrow(() -> Changes.notFound("provider"));
                    List<String> routes =
                            transaction.rows("providers.routes", own, row -> row.text("name"));
                    if (!routes.isEmpty()) {
                        throw Changes.conflict(
                                "the model '"
                                        + routes.getFirst()
                                        + "' is answered by this provider; remove it first");
                    }
                    transaction.change("credentials.remove", own);
                    transaction.change("options.remove", own);
                    transaction.change("providers.remove", own);
                    changes.audit(
                            transaction,
                            actor,
                            new Audit.Change("provider.remove", id, before, null));
                    return id;
                });
    }

    private void insert(Transaction transaction, ProviderConfiguration provider)
            throws SQLException {
        transaction.change(
                "providers.insert",
                Parameters.of("id", provider.id())
                        .and("organisation", provider.organisation())
                        .and("uid", provider.uid())
                        .and("type", provider.type())
                        .and("base_url", text(provider.baseUrl()))
                        .and("passes_unknown_names", provider.passesUnknownNames())
                        .and("created", provider.created()));
        transaction.changeAll(
                "options.insert",
                provider.options().entrySet().stream()
                        .map(option ->
                                Parameters.of("organisation", provider.organisation())
                                        .and("provider", provider.id())
                                        .and("name", option.getKey())
                                        .and("content", option.getValue()))
                        .toList());
        Secret credential = provider.credential();
        if (credential != null) {
            UUID id = changes.newId();
            transaction.change(
                    "credentials.insert",
                    Parameters.of("id", id)
                            .and("organisation", provider.organisation())
                            .and("provider", provider.id())
                            .and("sealed", rows.seal(credential, provider.organisation(), id))
                            .and("created", provider.created()));
        }
    }

    // Of the options only the names: a plugin may keep a secret there.
    private static Map<String, @Nullable Object> members(ProviderConfiguration provider) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("uid", provider.uid());
        members.put("type", provider.type());
        members.put("base_url", text(provider.baseUrl()));
        members.put("credential", provider.credential() != null);
        members.put("options", new TreeSet<>(provider.options().keySet()));
        members.put("passes_unknown_names", provider.passesUnknownNames());
        return members;
    }

    private static Map<String, @Nullable Object> members(Row row) throws SQLException {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("uid", row.text("uid"));
        members.put("type", row.text("type"));
        members.put("base_url", row.textOrNull("base_url"));
        members.put("passes_unknown_names", row.flag("passes_unknown_names"));
        return members;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
