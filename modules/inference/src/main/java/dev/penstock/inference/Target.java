// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// A model at a configured provider.
///
/// @param provider uid of the provider within the organisation
/// @param model the provider's own name of the model
public record Target(String provider, String model) {

    public Target {
        Checks.notBlank(provider, "provider uid of a target");
        Checks.notBlank(model, "model of a target");
    }
}
