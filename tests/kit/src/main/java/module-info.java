// SPDX-License-Identifier: Apache-2.0
/// What tests of the gateway and of its plugins stand on: providers that misbehave on command,
/// simulated OpenAI- and Anthropic-shaped providers, and the contract every provider plugin keeps.
module dev.penstock.kit {
    requires com.networknt.schema;
    requires tools.jackson.databind;
    requires transitive dev.penstock.spi;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.penstock.kit;

    uses dev.penstock.spi.UpstreamClientFactory;
}
