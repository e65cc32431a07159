// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.Fields.Amended;
import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Secret;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfigurationChange.RevokeKey;
import dev.penstock.state.ConfigurationChange.RotateKey;
import dev.penstock.state.ConfigurationChange.UpdateKey;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.KeyRecord;
import dev.penstock.state.Store;
import dev.penstock.state.Tenant;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The issued keys.
final class KeyEndpoint implements Endpoint {

    private static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final Pattern ENDPOINT = Pattern.compile("/[\\x21-\\x7e]{1,199}");

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
            @Nullable List<String> endpoints,
            boolean disabled,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            @Nullable Instant lastUsed,
            @Nullable UUID replaces,
            Instant updated,
            long revision) {

        static View of(KeyRecord key, @Nullable Instant lastUsed) {
            return new View(
                    key.id(),
                    key.name(),
                    key.lastFour(),
                    key.models().patterns(),
                    key.endpoints() == null ? null : key.endpoints().stream().sorted().toList(),
                    !key.enabled(),
                    key.created(),
                    key.expires(),
                    key.revoked(),
                    lastUsed,
                    key.replaces(),
                    key.updated(),
                    key.revision());
        }
    }

    /// A new key, shown this once.
    ///
    /// @param replaces the key in whose place it was issued, or null
    record Issued(
            UUID id,
            String name,
            String key,
            List<String> models,
            @Nullable Instant expires,
            @Nullable UUID replaces) {

        static Issued of(KeyRecord record, Secret key) {
            return new Issued(
                    record.id(),
                    record.name(),
                    key.reveal(),
                    record.models().patterns(),
                    record.expires(),
                    record.replaces());
        }
    }

    @Override
    public String part() {
        return "keys";
    }

    @Override
    public void register(Routes routes) {
        routes.list("/keys", User.Role.VIEWER, this::views, view -> view.id().toString());
        routes.add(Method.POST, "/keys", User.Role.ADMIN, this::issue);
        routes.add(
                Method.GET,
                "/keys/{id}",
                User.Role.VIEWER,
                (exchange, p) -> reply(found(p, exchange.id())));
        routes.add(Method.PATCH, "/keys/{id}", User.Role.ADMIN, this::patch);
        routes.add(Method.POST, "/keys/{id}/rotate", User.Role.ADMIN, this::rotate);
        routes.remove(
                "/keys",
                User.Role.ADMIN,
                (p, id, expected) -> {
                    var _ = store.configuration().apply(p.actor(), new RevokeKey(id, expected));
                });
    }

    private Stream<View> views(Principal principal) {
        UUID organisation = principal.user().organisation();
        Map<UUID, Instant> uses = store.keyUses().last(organisation);
        return store.catalog().current().keys(organisation).stream()
                .map(key -> View.of(key, uses.get(key.id())));
    }

    private Reply issue(Exchange exchange, Principal principal) {
        Fields body = exchange.body();
        String name = body.text("name", 100);
        ModelPatterns patterns = models(body);
        Set<String> endpoints = endpoints(body);
        Instant expires = expires(body);
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
                                        endpoints,
                                        expires));
        return Reply.created(Issued.of(record, key)).of(record.revision());
    }

    private Reply patch(Exchange exchange, Principal principal) {
        UUID id = exchange.id();
        Fields body = exchange.body();
        Amended<String> name = body.amended("name", member -> body.text(member, 100));
        Amended<ModelPatterns> models = body.amended("models", _ -> models(body));
        Amended<@Nullable Set<String>> endpoints =
                body.<@Nullable Set<String>>clearable("endpoints", _ -> endpoints(body));
        Amended<@Nullable Instant> expires =
                body.<@Nullable Instant>clearable("expires", _ -> expires(body));
        Amended<Boolean> disabled = body.amended("disabled", body::flag);
        body.done();
        return reply(
                Revisions.amended(
                        exchange.expected(),
                        () -> found(principal, id),
                        KeyRecord::revision,
                        now ->
                                store.configuration()
                                        .apply(
                                                principal.actor(),
                                                new UpdateKey(
                                                        id,
                                                        now.revision(),
                                                        name.of(now.name()),
                                                        models.of(now.models()),
                                                        endpoints.of(now.endpoints()),
                                                        expires.of(now.expires()),
                                                        !disabled.of(!now.enabled())))));
    }

    private Reply rotate(Exchange exchange, Principal principal) {
        UUID id = exchange.id();
        Fields body = exchange.body();
        Duration overlap = body.duration("overlap", LONGEST_OVERLAP, DEFAULT_OVERLAP);
        body.done();
        Secret key = IssuedKey.generate(parts.random());
        KeyRecord next =
                store.configuration()
                        .apply(
                                principal.actor(),
                                new RotateKey(
                                        id,
                                        exchange.expected(),
                                        store.keyDigests().digest(key),
                                        IssuedKey.lastFour(key),
                                        parts.clock().instant().plus(overlap)));
        return Reply.created(Issued.of(next, key)).of(next.revision());
    }

    private KeyRecord found(Principal principal, UUID id) {
        return store.catalog()
                .current()
                .key(principal.user().organisation(), id)
                .orElseThrow(() -> Problem.notFound("there is no key with the id " + id));
    }

    private Reply reply(KeyRecord key) {
        Instant lastUsed = store.keyUses().last(key.tenant().organisation()).get(key.id());
        return Reply.ok(View.of(key, lastUsed)).of(key.revision());
    }

    private static ModelPatterns models(Fields body) {
        List<String> models = body.optionalTexts("models");
        if (models == null && !body.failed("models")) {
            body.mistake(
                    "models", "is missing but must list what the key may use; [\"*\"] allows all");
        }
        try {
            return new ModelPatterns(models == null ? List.of() : models);
        } catch (IllegalArgumentException e) {
            body.mistake("models", String.valueOf(e.getMessage()));
            return new ModelPatterns(List.of());
        }
    }

    private static @Nullable Set<String> endpoints(Fields body) {
        List<String> endpoints = body.optionalTexts("endpoints");
        if (endpoints == null) {
            return null;
        }
        if (endpoints.isEmpty() || !endpoints.stream().allMatch(ENDPOINT.asMatchPredicate())) {
            body.mistake(
                    "endpoints",
                    "must list at least one path such as /v1/chat/completions; null allows all");
        }
        return Set.copyOf(endpoints);
    }

    private @Nullable Instant expires(Fields body) {
        Instant expires = body.optionalTime("expires");
        if (expires != null && !expires.isAfter(parts.clock().instant())) {
            body.mistake("expires", "is '" + expires + "' but must be in the future");
        }
        return expires;
    }
}
