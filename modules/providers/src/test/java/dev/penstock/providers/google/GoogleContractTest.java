// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.google;

import dev.penstock.kit.Answer;
import dev.penstock.kit.GeminiUpstream;
import dev.penstock.kit.UpstreamProviderContract;
import dev.penstock.providers.exchange.Talk;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Type `google` keeps what every provider promises.
class GoogleContractTest extends UpstreamProviderContract {

    private final GeminiUpstream google = GeminiUpstream.start();

    @AfterEach
    void close() {
        google.close();
    }

    @Override
    protected ProviderFactory factory() {
        return new GoogleProviderFactory();
    }

    @Override
    protected UpstreamClient upstream() {
        return Talk.client();
    }

    @Override
    protected ProviderSettings settings(Timeouts timeouts) {
        return Talk.settings(google.baseUrl(), google.key(), timeouts);
    }

    @Override
    protected List<ProviderSettings> wrongSettings() {
        return List.of(
                Talk.settings(
                        "https://" + google.key() + "@api.example", null, Timeouts.defaults()));
    }

    @Override
    protected String model() {
        return "gemini-3.5-flash";
    }

    @Override
    protected void stalling() {
        google.answer(Answer.text("a", "b", "c").silentAfter(1));
    }

    @Override
    protected void refusing() {
        google.answer(
                Answer.refused(
                        400,
                        "invalid_request_error",
                        "no such thing for key " + google.key() + " at " + google.origin()));
    }
}
