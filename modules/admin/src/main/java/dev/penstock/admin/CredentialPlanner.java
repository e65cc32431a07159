// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.ProviderCredential;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans the pools of providers.
final class CredentialPlanner {

    private static final String KIND = "credential";

    private final DeclarativeFile file;
    private final boolean prune;
    private final FileMistakes mistakes;
    private final ApplyPlan plan;

    CredentialPlanner(DeclarativeFile file, boolean prune, FileMistakes mistakes, ApplyPlan plan) {
        this.file = file;
        this.prune = prune;
        this.mistakes = mistakes;
        this.plan = plan;
    }

    /// Removes what the file does not name, if it is to be pruned.
    ///
    /// @return what remains of a pool
    List<ProviderCredential> remaining(Declared.Provider provider, List<ProviderCredential> pool) {
        List<Declared.Credential> named = provider.credentials();
        if (!prune || named == null) {
            return pool;
        }
        List<ProviderCredential> gone =
                pool.stream()
                        .filter(c -> named.stream().noneMatch(n -> n.name().equals(c.name())))
                        .toList();
        gone.forEach(c ->
                plan.add(
                        members(c, null, null)
                                .of(PlannedChange.REMOVE, KIND, name(provider, c.name())),
                        new ConfigurationChange.RemoveCredential(c.id(), c.revision())));
        return pool.stream().filter(c -> !gone.contains(c)).toList();
    }

    /// Adds and changes what the file names.
    ///
    /// @param moved whether an earlier change of the plan gives the whole pool its secrets again, and so
    ///     other revisions
    void put(Declared.Provider provider, List<ProviderCredential> pool, boolean moved) {
        List<Declared.Credential> named = provider.credentials();
        for (Declared.Credential wanted : named == null ? List.<Declared.Credential>of() : named) {
            if (wanted.name().isEmpty()) {
                continue;
            }
            ProviderCredential there =
                    pool.stream()
                            .filter(c -> c.name().equals(wanted.name()))
                            .findFirst()
                            .orElse(null);
            if (there == null) {
                add(provider, wanted);
            } else {
                change(provider, wanted, there, moved);
            }
        }
    }

    private void add(Declared.Provider provider, Declared.Credential wanted) {
        Secret secret = wanted.secret();
        if (secret == null) {
            mistakes.add(
                    wanted.pointer() + "/secret",
                    file.placeOf(wanted.pointer()),
                    "the credential '" + wanted.name() + "' is new, so its 'secret' must be given");
            return;
        }
        plan.add(
                members(null, wanted, secret)
                        .of(PlannedChange.CREATE, KIND, name(provider, wanted.name())),
                new ConfigurationChange.AddCredential(
                        provider.uid(),
                        wanted.name(),
                        secret,
                        wanted.weight(),
                        wanted.enabled(),
                        wanted.expires()));
    }

    private void change(
            Declared.Provider provider,
            Declared.Credential wanted,
            ProviderCredential there,
            boolean moved) {
        Secret secret =
                wanted.secret() == null || wanted.secret().equals(there.secret())
                        ? null
                        : wanted.secret();
        PlannedChange.Members members = members(there, wanted, secret);
        if (members.none()) {
            plan.keep();
            return;
        }
        plan.add(
                members.of(PlannedChange.CHANGE, KIND, name(provider, wanted.name())),
                new ConfigurationChange.UpdateCredential(
                        there.id(),
                        moved ? null : there.revision(),
                        wanted.name(),
                        secret,
                        wanted.weight(),
                        wanted.enabled(),
                        wanted.expires()));
    }

    private static String name(Declared.Provider provider, String credential) {
        return provider.uid() + "/" + credential;
    }

    // Of a new secret only that there is one: before it there was none, or another.
    private static PlannedChange.Members members(
            @Nullable ProviderCredential before,
            Declared.@Nullable Credential after,
            @Nullable Secret secret) {
        PlannedChange.Members members = new PlannedChange.Members();
        members.add(
                "weight", before == null ? 1 : before.weight(), after == null ? 1 : after.weight());
        members.add(
                "enabled", before == null || before.enabled(), after == null || after.enabled());
        members.add(
                "expires",
                before == null ? null : text(before.expires()),
                after == null ? null : text(after.expires()));
        if (secret != null) {
            members.add("secret", before == null ? null : "(another)", PlannedChange.SECRET);
        }
        return members;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
