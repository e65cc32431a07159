// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.Configuration.NewProvider;
import dev.penstock.state.ConfigurationChange.RemoveProvider;
import dev.penstock.state.ConfigurationChange.UpdateProvider;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import dev.penstock.state.StateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes providers.
final class ProviderChanges {

    private final CredentialChanges credentials;

    ProviderChanges(CredentialChanges credentials) {
        this.credentials = credentials;
    }

    ProviderConfiguration add(Edit edit, NewProvider wanted) throws SQLException {
        refuseTaken(edit, wanted.uid());
        Secret secret = wanted.credential();
        ProviderConfiguration provider =
                new ProviderConfiguration(
                        edit.newId(),
                        edit.organisation(),
                        wanted.uid(),
                        wanted.type(),
                        wanted.baseUrl(),
                        secret == null
                                ? List.of()
                                : List.of(new ProviderCredential(edit.newId(), secret, edit.now())),
                        wanted.options(),
                        wanted.passesUnknownNames(),
                        wanted.enabled(),
                        edit.now(),
                        1,
                        edit.now());
        edit.transaction().change("providers.insert", parameters(edit, provider));
        insertOptions(edit, provider);
        for (ProviderCredential credential : provider.credentials()) {
            credentials.insert(edit, provider.id(), credential);
        }
        edit.audit("provider.add", provider.id(), null, members(provider));
        return provider;
    }

    ProviderConfiguration update(Edit edit, UpdateProvider wanted) throws SQLException {
        ProviderConfiguration before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "provider");
        if (!wanted.uid().equals(before.uid())) {
            refuseTaken(edit, wanted.uid());
        }
        refuseWithoutSecrets(before, wanted);
        List<ProviderCredential> pool = new ArrayList<>();
        List<String> reissued = new ArrayList<>();
        for (ProviderCredential credential : before.credentials()) {
            Secret secret = wanted.secrets().get(credential.id());
            if (secret == null || secret.equals(credential.secret())) {
                pool.add(credential);
            } else {
                pool.add(credentials.reissue(edit, credential, secret));
                reissued.add(credential.name());
            }
        }
        boolean changed = !UpdateProvider.of(before).equals(asWritten(wanted, before));
        if (!changed && reissued.isEmpty()) {
            return before;
        }
        ProviderConfiguration after = changed(edit, before, wanted, pool, changed);
        if (changed) {
            edit.transaction().change("providers.update", parameters(edit, after));
            edit.transaction().change("options.remove", ofProvider(edit, after.id()));
            insertOptions(edit, after);
        }
        Map<String, @Nullable Object> told = members(after);
        told.put("secrets_changed", reissued);
        edit.audit("provider.update", after.id(), members(before), told);
        return after;
    }

    UUID remove(Edit edit, RemoveProvider wanted) throws SQLException {
        ProviderConfiguration before = find(edit, wanted.id());
        Edit.expect(wanted.revision(), before.revision(), "provider");
        List<String> routes =
                edit.transaction()
                        .rows("providers.routes", edit.own(wanted.id()), row -> row.text("name"));
        if (!routes.isEmpty()) {
            throw Changes.conflict(
                    "the model '"
                            + routes.getFirst()
                            + "' is answered by this provider; remove it first");
        }
        Parameters provider = ofProvider(edit, wanted.id());
        edit.transaction().change("credentials.remove", provider);
        edit.transaction().change("options.remove", provider);
        edit.transaction().change("providers.remove", edit.own(wanted.id()));
        edit.audit("provider.remove", wanted.id(), members(before), null);
        return wanted.id();
    }

    private ProviderConfiguration find(Edit edit, UUID id) throws SQLException {
        Map<String, String> options = new TreeMap<>();
        edit.transaction()
                .rows(
                        "options.of-provider",
                        ofProvider(edit, id),
                        row -> options.put(row.text("name"), row.text("content")) == null);
        List<ProviderCredential> pool = credentials.ofProvider(edit, id);
        return edit.transaction()
                .first(
                        "providers.find",
                        edit.own(id),
                        row -> CatalogRows.provider(row, pool, options))
                .orElseThrow(() -> Changes.notFound("provider"));
    }

    private static void refuseTaken(Edit edit, String uid) throws SQLException {
        if (edit.transaction()
                .any(
                        "providers.by-uid",
                        Parameters.of("organisation", edit.organisation()).and("uid", uid))) {
            throw Changes.conflict("a provider named '" + uid + "' exists");
        }
    }

    // Whoever may change where a provider is must not learn its secrets by that.
    private static void refuseWithoutSecrets(ProviderConfiguration before, UpdateProvider wanted) {
        List<UUID> pool = before.credentials().stream().map(ProviderCredential::id).toList();
        if (!pool.containsAll(wanted.secrets().keySet())) {
            throw Changes.notFound("credential in the pool of this provider");
        }
        boolean moved =
                !wanted.type().equals(before.type())
                        || !Objects.equals(wanted.baseUrl(), before.baseUrl());
        if (moved && !wanted.secrets().keySet().containsAll(pool)) {
            throw new StateException(
                    StateException.Kind.SECRET_REQUIRED,
                    "another base URL or type sends the credentials of the provider '"
                            + before.uid()
                            + "' to another place; give each of its secrets again");
        }
    }

    private static UpdateProvider asWritten(UpdateProvider wanted, ProviderConfiguration before) {
        return new UpdateProvider(
                wanted.id(),
                before.revision(),
                wanted.uid(),
                wanted.type(),
                wanted.baseUrl(),
                wanted.options(),
                wanted.passesUnknownNames(),
                wanted.enabled(),
                Map.of());
    }

    private static ProviderConfiguration changed(
            Edit edit,
            ProviderConfiguration before,
            UpdateProvider wanted,
            List<ProviderCredential> pool,
            boolean changed) {
        return new ProviderConfiguration(
                before.id(),
                before.organisation(),
                wanted.uid(),
                wanted.type(),
                wanted.baseUrl(),
                pool,
                wanted.options(),
                wanted.passesUnknownNames(),
                wanted.enabled(),
                before.created(),
                changed ? before.revision() + 1 : before.revision(),
                changed ? edit.now() : before.updated());
    }

    private static void insertOptions(Edit edit, ProviderConfiguration provider)
            throws SQLException {
        edit.transaction()
                .changeAll(
                        "options.insert",
                        provider.options().entrySet().stream()
                                .map(option ->
                                        ofProvider(edit, provider.id())
                                                .and("name", option.getKey())
                                                .and("content", option.getValue()))
                                .toList());
    }

    private static Parameters ofProvider(Edit edit, UUID provider) {
        return Parameters.of("organisation", edit.organisation()).and("provider", provider);
    }

    private static Parameters parameters(Edit edit, ProviderConfiguration provider) {
        return edit.own(provider.id())
                .and("uid", provider.uid())
                .and("type", provider.type())
                .and("base_url", text(provider.baseUrl()))
                .and("passes_unknown_names", provider.passesUnknownNames())
                .and("enabled", provider.enabled())
                .and("created", provider.created())
                .and("revision", provider.revision())
                .and("updated", provider.updated());
    }

    // Of the options only the names: a plugin may keep a secret there.
    private static Map<String, @Nullable Object> members(ProviderConfiguration provider) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("uid", provider.uid());
        members.put("type", provider.type());
        members.put("base_url", text(provider.baseUrl()));
        members.put(
                "credentials",
                provider.credentials().stream().map(ProviderCredential::name).toList());
        members.put("options", new TreeSet<>(provider.options().keySet()));
        members.put("passes_unknown_names", provider.passesUnknownNames());
        members.put("enabled", provider.enabled());
        return members;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
