// SPDX-License-Identifier: Apache-2.0
package dev.penstock.routing;

import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Plan;
import dev.penstock.inference.Target;
import dev.penstock.state.Catalog;
import dev.penstock.state.ConfiguredRoute;
import dev.penstock.state.ProviderConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Resolves model names. Functions without state; safe for many threads.
public final class Routing {

    private Routing() {}

    /// Finds the targets of a name: a public name of the caller's organisation; else `uid/rest`,
    /// split at the first slash, when the organisation has a provider of that uid; else the first
    /// provider that passes unknown names, oldest first, and offers the name. A provider that is
    /// switched off is as if it were not there.
    ///
    /// @param catalog what is configured
    /// @param caller whose names apply and what the key allows
    /// @param model the name as the caller wrote it
    /// @param offers asked only when nothing else resolves the name
    /// @return a plan with at least one target
    /// @throws FailureException UNKNOWN_MODEL when nothing resolves the name, and just so when the
    ///     caller's key does not allow it
    public static Plan plan(Catalog catalog, Caller caller, String model, Offers offers) {
        if (!caller.models().allow(model)) {
            throw unknown(model);
        }
        UUID organisation = caller.organisation();
        return publicName(catalog, organisation, model)
                .or(() -> addressed(catalog, organisation, model))
                .or(() -> offered(catalog, organisation, model, offers))
                .orElseThrow(() -> unknown(model));
    }

    private static Optional<Plan> publicName(Catalog catalog, UUID organisation, String model) {
        Optional<ConfiguredRoute> found = catalog.route(organisation, model);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Target> targets = new ArrayList<>();
        for (Target target : found.get().route().targets()) {
            if (usable(catalog, organisation, target.provider()).isPresent()) {
                targets.add(target);
            }
        }
        // A public name whose providers are gone is unknown; it must not fall to another provider.
        if (targets.isEmpty()) {
            throw unknown(model);
        }
        return Optional.of(new Plan(model, model, targets));
    }

    private static Optional<Plan> addressed(Catalog catalog, UUID organisation, String model) {
        int slash = model.indexOf('/');
        if (slash < 1 || model.substring(slash + 1).isBlank()) {
            return Optional.empty();
        }
        return usable(catalog, organisation, model.substring(0, slash))
                .map(provider -> direct(provider, model, model.substring(slash + 1)));
    }

    private static Optional<Plan> offered(
            Catalog catalog, UUID organisation, String model, Offers offers) {
        return catalog.providers(organisation).stream()
                .filter(provider -> provider.enabled() && provider.passesUnknownNames())
                .filter(provider -> offers.offers(provider, model))
                .findFirst()
                .map(provider -> direct(provider, model, model));
    }

    private static Optional<ProviderConfiguration> usable(
            Catalog catalog, UUID organisation, String uid) {
        return catalog.provider(organisation, uid).filter(ProviderConfiguration::enabled);
    }

    private static Plan direct(ProviderConfiguration provider, String requested, String model) {
        return new Plan(requested, null, List.of(new Target(provider.uid(), model)));
    }

    private static FailureException unknown(String model) {
        return new FailureException(Failure.Caller.unknownModel(model));
    }
}
