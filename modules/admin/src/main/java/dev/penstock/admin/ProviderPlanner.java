// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plans providers with their pools.
final class ProviderPlanner {

    private static final String KIND = "provider";

    private final Declared wanted;
    private final List<Declared.Provider> providers;
    private final ApplyPlanner.Around around;
    private final FileMistakes mistakes;
    private final ApplyPlan plan;
    private final CredentialPlanner credentials;

    ProviderPlanner(
            Declared wanted, ApplyPlanner.Around around, FileMistakes mistakes, ApplyPlan plan) {
        this.wanted = wanted;
        this.providers = wanted.providers() == null ? List.of() : wanted.providers();
        this.around = around;
        this.mistakes = mistakes;
        this.plan = plan;
        this.credentials = new CredentialPlanner(wanted.file(), around.prune(), mistakes, plan);
    }

    void put() {
        for (Declared.Provider provider : providers) {
            if (!provider.type().isEmpty() && !around.types().contains(provider.type())) {
                String pointer = provider.pointer() + "/type";
                mistakes.add(
                        pointer,
                        wanted.file().placeOf(pointer),
                        "'type' is '"
                                + provider.type()
                                + "' but must be one of "
                                + String.join(", ", around.types()));
            }
            if (provider.uid().isEmpty()) {
                continue;
            }
            Optional<ProviderConfiguration> there =
                    around.catalog().provider(around.tenant().organisation(), provider.uid());
            if (there.isEmpty()) {
                add(provider);
            } else {
                change(provider, there.get());
            }
        }
    }

    void remove() {
        if (!around.prune() || wanted.providers() == null) {
            return;
        }
        for (ProviderConfiguration there :
                around.catalog().providers(around.tenant().organisation())) {
            if (providers.stream().noneMatch(p -> p.uid().equals(there.uid()))) {
                plan.add(
                        members(there, null).of(PlannedChange.REMOVE, KIND, there.uid()),
                        new ConfigurationChange.RemoveProvider(there.id(), there.revision()));
            }
        }
    }

    private void add(Declared.Provider provider) {
        plan.add(
                members(null, provider).of(PlannedChange.CREATE, KIND, provider.uid()),
                new ConfigurationChange.AddProvider(
                        new Configuration.NewProvider(
                                provider.uid(),
                                provider.type(),
                                provider.baseUrl(),
                                null,
                                provider.options(),
                                provider.passesUnknownNames(),
                                provider.enabled())));
        credentials.put(provider, List.of(), false);
    }

    private void change(Declared.Provider provider, ProviderConfiguration there) {
        List<ProviderCredential> pool = credentials.remaining(provider, there.credentials());
        Map<UUID, Secret> secrets = new HashMap<>();
        boolean moved =
                !provider.type().equals(there.type())
                        || !Objects.equals(provider.baseUrl(), there.baseUrl());
        if (moved) {
            secrets.putAll(given(provider, pool));
        }
        PlannedChange.Members members = members(there, provider);
        if (members.none()) {
            plan.keep();
        } else {
            plan.add(
                    members.of(PlannedChange.CHANGE, KIND, provider.uid()),
                    new ConfigurationChange.UpdateProvider(
                            there.id(),
                            there.revision(),
                            provider.uid(),
                            provider.type(),
                            provider.baseUrl(),
                            provider.options(),
                            provider.passesUnknownNames(),
                            provider.enabled(),
                            secrets));
        }
        credentials.put(provider, pool, moved);
    }

    // Whoever may change where a provider is must not learn its secrets by that.
    private Map<UUID, Secret> given(Declared.Provider provider, List<ProviderCredential> pool) {
        Map<UUID, Secret> secrets = new HashMap<>();
        for (ProviderCredential credential : pool) {
            Secret secret =
                    provider.credentials() == null
                            ? null
                            : provider.credentials().stream()
                                    .filter(c -> c.name().equals(credential.name()))
                                    .map(Declared.Credential::secret)
                                    .filter(Objects::nonNull)
                                    .findFirst()
                                    .orElse(null);
            if (secret != null) {
                secrets.put(credential.id(), secret);
                continue;
            }
            mistakes.add(
                    provider.pointer(),
                    wanted.file().placeOf(provider.pointer()),
                    "another 'type' or 'base_url' sends the credential '"
                            + credential.name()
                            + "' to another place; give its 'secret' again");
        }
        return secrets;
    }

    private static PlannedChange.Members members(
            @Nullable ProviderConfiguration before, Declared.@Nullable Provider after) {
        PlannedChange.Members members = new PlannedChange.Members();
        members.add(
                "type", before == null ? null : before.type(), after == null ? null : after.type());
        members.add(
                "base_url",
                before == null ? null : text(before.baseUrl()),
                after == null ? null : text(after.baseUrl()));
        members.add(
                "enabled", before == null || before.enabled(), after == null || after.enabled());
        members.add(
                "options",
                before == null ? Map.of() : new TreeMap<>(before.options()),
                after == null ? Map.of() : new TreeMap<>(after.options()));
        return members.add(
                "passes_unknown_names",
                before != null && before.passesUnknownNames(),
                after != null && after.passesUnknownNames());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
