// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.inference.Secret;
import dev.penstock.state.ConfigurationChange.AddCredential;
import dev.penstock.state.ConfigurationChange.RemoveCredential;
import dev.penstock.state.ConfigurationChange.UpdateCredential;
import dev.penstock.state.ProviderCredential;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes the pools of credentials.
final class CredentialChanges {

    private final CatalogRows rows;

    CredentialChanges(CatalogRows rows) {
        this.rows = rows;
    }

    ProviderCredential add(Edit edit, AddCredential wanted) throws SQLException {
        UUID provider =
                edit.transaction()
                        .first(
                                "providers.by-uid",
                                Parameters.of("organisation", edit.organisation())
                                        .and("uid", wanted.provider()),
                                row -> row.id("id"))
                        .orElseThrow(
                                () -> Changes.notFound("provider '" + wanted.provider() + "'"));
        refuseTaken(edit, provider, wanted.name());
        ProviderCredential made =
                new ProviderCredential(
                        edit.newId(),
                        wanted.name(),
                        wanted.secret(),
                        wanted.weight(),
                        wanted.enabled(),
                        Edit.stored(wanted.expires()),
                        edit.now(),
                        1,
                        edit.now());
        insert(edit, provider, made);
        edit.audit("credential.add", made.id(), null, members(provider, made, false));
        return made;
    }

    ProviderCredential update(Edit edit, UpdateCredential wanted) throws SQLException {
        CatalogRows.Pooled found = find(edit, wanted.id());
        ProviderCredential before = found.credential();
        Edit.expect(wanted.revision(), before.revision(), "credential");
        if (!wanted.name().equals(before.name())) {
            refuseTaken(edit, found.provider(), wanted.name());
        }
        ProviderCredential same =
                changed(before, wanted, before.secret(), before.revision(), edit, false);
        Secret secret = wanted.secret();
        boolean newSecret = secret != null && !secret.equals(before.secret());
        if (same.equals(before) && !newSecret) {
            return before;
        }
        ProviderCredential after =
                changed(
                        before,
                        wanted,
                        secret == null ? before.secret() : secret,
                        before.revision() + 1,
                        edit,
                        true);
        write(edit, after);
        edit.audit(
                "credential.update",
                before.id(),
                members(found.provider(), before, false),
                members(found.provider(), after, newSecret));
        return after;
    }

    UUID remove(Edit edit, RemoveCredential wanted) throws SQLException {
        CatalogRows.Pooled found = find(edit, wanted.id());
        Edit.expect(wanted.revision(), found.credential().revision(), "credential");
        edit.transaction().change("credentials.remove-one", edit.own(wanted.id()));
        edit.audit(
                "credential.remove",
                wanted.id(),
                members(found.provider(), found.credential(), false),
                null);
        return wanted.id();
    }

    List<ProviderCredential> ofProvider(Edit edit, UUID provider) throws SQLException {
        return edit.transaction()
                .rows(
                        "credentials.of-provider",
                        Parameters.of("organisation", edit.organisation())
                                .and("provider", provider),
                        row -> rows.pooled(row).credential());
    }

    void insert(Edit edit, UUID provider, ProviderCredential made) throws SQLException {
        edit.transaction()
                .change("credentials.insert", parameters(edit, made).and("provider", provider));
    }

    /// Puts another secret into a credential.
    ProviderCredential reissue(Edit edit, ProviderCredential before, Secret secret)
            throws SQLException {
        ProviderCredential after =
                new ProviderCredential(
                        before.id(),
                        before.name(),
                        secret,
                        before.weight(),
                        before.enabled(),
                        before.expires(),
                        before.created(),
                        before.revision() + 1,
                        edit.now());
        write(edit, after);
        return after;
    }

    private void write(Edit edit, ProviderCredential after) throws SQLException {
        edit.transaction().change("credentials.update", parameters(edit, after));
    }

    private CatalogRows.Pooled find(Edit edit, UUID id) throws SQLException {
        return edit.transaction()
                .first("credentials.find", edit.own(id), rows::pooled)
                .orElseThrow(() -> Changes.notFound("credential"));
    }

    private static void refuseTaken(Edit edit, UUID provider, String name) throws SQLException {
        if (edit.transaction()
                .any(
                        "credentials.by-name",
                        Parameters.of("organisation", edit.organisation())
                                .and("provider", provider)
                                .and("name", name))) {
            throw Changes.conflict("the provider has a credential named '" + name + "'");
        }
    }

    private static ProviderCredential changed(
            ProviderCredential before,
            UpdateCredential wanted,
            Secret secret,
            long revision,
            Edit edit,
            boolean now) {
        return new ProviderCredential(
                before.id(),
                wanted.name(),
                secret,
                wanted.weight(),
                wanted.enabled(),
                Edit.stored(wanted.expires()),
                before.created(),
                revision,
                now ? edit.now() : before.updated());
    }

    private Parameters parameters(Edit edit, ProviderCredential credential) {
        return edit.own(credential.id())
                .and("name", credential.name())
                .and("sealed", rows.seal(credential.secret(), edit.organisation(), credential.id()))
                .and("weight", credential.weight())
                .and("enabled", credential.enabled())
                .and("expires", credential.expires())
                .and("created", credential.created())
                .and("revision", credential.revision())
                .and("updated", credential.updated());
    }

    private static Map<String, @Nullable Object> members(
            UUID provider, ProviderCredential credential, boolean newSecret) {
        Map<String, @Nullable Object> members = new TreeMap<>();
        members.put("provider", provider);
        members.put("name", credential.name());
        members.put("weight", credential.weight());
        members.put("enabled", credential.enabled());
        members.put("expires", credential.expires());
        if (newSecret) {
            members.put("secret_changed", true);
        }
        return members;
    }
}
