// SPDX-License-Identifier: Apache-2.0

/// What every call must pass. Hidden behind [dev.penstock.spi.PolicyFactory].
module dev.penstock.policies {
    requires dev.penstock.inference;
    requires dev.penstock.spi;
    requires dev.penstock.state;
    requires static org.jspecify;

    provides dev.penstock.spi.PolicyFactory with
            dev.penstock.policies.OwnPolicies;
}
