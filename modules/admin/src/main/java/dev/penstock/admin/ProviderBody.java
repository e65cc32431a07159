// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.Fields.Amended;
import dev.penstock.inference.Secret;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ConfigurationChange.AddCredential;
import dev.penstock.state.ConfigurationChange.UpdateProvider;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bodies that tell of a provider.
final class ProviderBody {

    private static final int LONGEST_SECRET = 10_000;

    private ProviderBody() {}

    /// A provider to be.
    ///
    /// @param types that there are
    static Configuration.NewProvider added(Fields body, List<String> types) {
        String uid = uid(body);
        String type = type(body, types);
        URI baseUrl = body.optionalUrl("base_url");
        String apiKey = body.optionalText("api_key", LONGEST_SECRET);
        Map<String, String> options = body.texts("options");
        boolean passesUnknownNames = body.flag("passes_unknown_names");
        boolean enabled = body.flag("enabled", true);
        body.done();
        return new Configuration.NewProvider(
                uid,
                type,
                baseUrl,
                apiKey == null ? null : Secret.of(apiKey),
                options,
                passesUnknownNames,
                enabled);
    }

    /// What a PATCH makes of a provider.
    ///
    /// @param types that there are
    static Patch patch(Fields body, List<String> types) {
        Patch patch =
                new Patch(
                        body.amended("uid", _ -> uid(body)),
                        body.amended("type", _ -> type(body, types)),
                        body.<@Nullable URI>clearable("base_url", body::optionalUrl),
                        body.amended("options", body::texts),
                        body.amended("passes_unknown_names", body::flag),
                        body.amended("enabled", body::flag),
                        secret(body.optionalText("api_key", LONGEST_SECRET)),
                        secrets(body));
        body.done();
        return patch;
    }

    /// What a PATCH makes of a provider.
    ///
    /// @param apiKey of the one credential of the pool, or of the first, or null
    /// @param apiKeys of credentials by their ids
    record Patch(
            Amended<String> uid,
            Amended<String> type,
            Amended<@Nullable URI> baseUrl,
            Amended<Map<String, String>> options,
            Amended<Boolean> passesUnknownNames,
            Amended<Boolean> enabled,
            @Nullable Secret apiKey,
            Map<UUID, Secret> apiKeys) {

        /// The changes that make it so: that of the provider first.
        List<ConfigurationChange<?>> changes(ProviderConfiguration now) {
            List<ConfigurationChange<?>> changes = new ArrayList<>();
            String name = uid.of(now.uid());
            changes.add(
                    new UpdateProvider(
                            now.id(),
                            now.revision(),
                            name,
                            type.of(now.type()),
                            baseUrl.of(now.baseUrl()),
                            options.of(now.options()),
                            passesUnknownNames.of(now.passesUnknownNames()),
                            enabled.of(now.enabled()),
                            secrets(now)));
            if (apiKey != null && now.credentials().isEmpty()) {
                changes.add(
                        new AddCredential(
                                name, ProviderCredential.DEFAULT_NAME, apiKey, 1, true, null));
            }
            return changes;
        }

        private Map<UUID, Secret> secrets(ProviderConfiguration now) {
            List<UUID> pool = now.credentials().stream().map(ProviderCredential::id).toList();
            if (!pool.containsAll(apiKeys.keySet())) {
                throw wrong(
                        "/api_keys",
                        "names a credential that is not of this provider; its credentials are "
                                + pool);
            }
            Map<UUID, Secret> all = new HashMap<>(apiKeys);
            if (apiKey != null && pool.size() > 1) {
                throw wrong(
                        "/api_key",
                        "fits none of the "
                                + pool.size()
                                + " credentials of this provider; give api_keys by their ids");
            }
            if (apiKey != null && pool.size() == 1) {
                all.put(pool.getFirst(), apiKey);
            }
            return all;
        }
    }

    private static ProblemException wrong(String pointer, String message) {
        return Problem.invalid(List.of(new Problem.Mistake(pointer, message)));
    }

    private static String uid(Fields body) {
        String uid = body.text("uid", 64);
        if (!body.failed("uid") && !uid.matches("[A-Za-z0-9._-]{1,64}")) {
            body.mistake("uid", "is '" + uid + "' but must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        return uid;
    }

    private static String type(Fields body, List<String> types) {
        String type = body.text("type", 32);
        if (!body.failed("type") && !types.contains(type)) {
            body.mistake(
                    "type", "is '" + type + "' but must be one of " + String.join(", ", types));
        }
        return type;
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null ? null : Secret.of(text);
    }

    private static Map<UUID, Secret> secrets(Fields body) {
        Map<UUID, Secret> secrets = new HashMap<>();
        body.texts("api_keys")
                .forEach((id, secret) -> {
                    try {
                        if (secret.isBlank() || secret.length() > LONGEST_SECRET) {
                            body.mistake(
                                    "api_keys",
                                    "must hold texts of 1 to " + LONGEST_SECRET + " characters");
                        } else {
                            secrets.put(UUID.fromString(id), Secret.of(secret));
                        }
                    } catch (IllegalArgumentException _) {
                        body.mistake("api_keys", "must name credentials by their ids");
                    }
                });
        return secrets;
    }
}
