// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.state.Configuration;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The issued keys.
final class KeyEndpoint implements Endpoint {

    private final AdminParts parts;
    private final Store store;

    KeyEndpoint(AdminParts parts) {
        this.parts = parts;
        this.store = parts.store();
    }

    /// A key without the key.
    record View(
            UUID id,
            String name,
            String lastFour,
            List<String> models,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked) {

        static View of(KeyRecord key) {
            return new View(
                    key.id(),
                    key.name(),
                    key.lastFour(),
                    key.models().patterns(),
                    key.created(),
                    key.expires(),
                    key.revoked());
        }
    }

    /// A new key, shown this once.
    record Issued(
            UUID id, String name, String key, List<String> models, @Nullable Instant expires) {}

    @Override
    public String part() {
        return "keys";
    }

    @Override
    public void register(Routes routes) {
        routes.list(
                "/keys",
                User.Role.VIEWER,
                p ->
                        store.catalog().current().keys(p.user().organisation()).stream()
                                .map(View::of));
        routes.add(Method.POST, "/keys", User.Role.ADMIN, this::issue);
        routes.remove(
                "/keys",
                User.Role.ADMIN,
                (p, id) -> store.configuration().revokeKey(p.actor(), id));
    }

    private Reply issue(Exchange exchange, Principal principal) {
        Fields body = exchange.body();
        String name = body.text("name", 100);
        List<String> models = body.optionalTexts("models");
        Instant expires = body.optionalTime("expires");
        if (models == null && !body.failed("models")) {
            body.mistake(
                    "models", "is missing but must list what the key may use; [\"*\"] allows all");
        }
        ModelPatterns patterns = patterns(body, models == null ? List.of() : models);
        if (expires != null && !expires.isAfter(parts.clock().instant())) {
            body.mistake("expires", "is '" + expires + "' but must be in the future");
        }
        body.done();
        Secret key = IssuedKey.generate(parts.random());
        Tenant tenant = store.accounts().firstTenant();
        KeyRecord record =
                store.configuration()
                        .addKey(
                                principal.actor(),
                                new Configuration.NewKey(
                                        tenant.team(),
                                        tenant.project(),
                                        name,
                                        store.keyDigests().digest(key),
                                        IssuedKey.lastFour(key),
                                        patterns,
                                        expires));
        return Reply.created(
                new Issued(record.id(), name, key.reveal(), patterns.patterns(), expires));
    }

    private static ModelPatterns patterns(Fields body, List<String> models) {
        try {
            return new ModelPatterns(models);
        } catch (IllegalArgumentException e) {
            body.mistake("models", String.valueOf(e.getMessage()));
            return new ModelPatterns(List.of());
        }
    }
}
