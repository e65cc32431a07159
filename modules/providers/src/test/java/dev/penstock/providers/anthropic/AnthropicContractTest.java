// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.anthropic;

import dev.penstock.kit.Answer;
import dev.penstock.kit.AnthropicUpstream;
import dev.penstock.kit.UpstreamProviderContract;
import dev.penstock.providers.exchange.Talk;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Type `anthropic` keeps what every provider promises.
class AnthropicContractTest extends UpstreamProviderContract {

    private final AnthropicUpstream anthropic = AnthropicUpstream.start();

    @AfterEach
    void close() {
        anthropic.close();
    }

    @Override
    protected ProviderFactory factory() {
        return new AnthropicProviderFactory();
    }

    @Override
    protected UpstreamClient upstream() {
        return Talk.client();
    }

    @Override
    protected ProviderSettings settings(Timeouts timeouts) {
        return Talk.settings(anthropic.baseUrl(), anthropic.key(), timeouts);
    }

    @Override
    protected List<ProviderSettings> wrongSettings() {
        return List.of(
                Talk.settings(
                        "https://" + anthropic.key() + "@api.example", null, Timeouts.defaults()));
    }

    @Override
    protected String model() {
        return "claude-haiku-4-5";
    }

    @Override
    protected void stalling() {
        anthropic.answer(Answer.text("a", "b", "c").silentAfter(1));
    }

    @Override
    protected void refusing() {
        anthropic.answer(
                Answer.refused(
                        400,
                        "invalid_request_error",
                        "no such thing for key " + anthropic.key() + " at " + anthropic.origin()));
    }
}
