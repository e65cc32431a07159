// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.kit.Answer;
import dev.penstock.kit.OpenAiUpstream;
import dev.penstock.kit.UpstreamProviderContract;
import dev.penstock.providers.exchange.Talk;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Type `openai` keeps what every provider promises.
class OpenAiContractTest extends UpstreamProviderContract {

    private final OpenAiUpstream openAi = OpenAiUpstream.start();

    @AfterEach
    void close() {
        openAi.close();
    }

    @Override
    protected ProviderFactory factory() {
        return new OpenAiProviderFactory();
    }

    @Override
    protected UpstreamClient upstream() {
        return Talk.client();
    }

    @Override
    protected ProviderSettings settings(Timeouts timeouts) {
        return Talk.settings(openAi.baseUrl(), openAi.key(), timeouts);
    }

    @Override
    protected List<ProviderSettings> wrongSettings() {
        Timeouts timeouts = Timeouts.defaults();
        return List.of(
                Talk.settings("https://user:" + openAi.key() + "@api.example", null, timeouts),
                Talk.settings("https://api.example/v1?key=" + openAi.key(), null, timeouts),
                Talk.settings("https://api.example/v1#top", null, timeouts),
                Talk.settings("https:///v1", null, timeouts),
                Talk.settings(openAi.baseUrl(), openAi.key() + "\nx: y", timeouts));
    }

    @Override
    protected String model() {
        return "gpt-4.1-mini";
    }

    @Override
    protected void stalling() {
        openAi.answer(Answer.text("a", "b", "c").silentAfter(1));
    }

    @Override
    protected void refusing() {
        openAi.answer(
                Answer.refused(
                        400,
                        "invalid_request_error",
                        "no such thing for key " + openAi.key() + " at " + openAi.origin()));
    }
}
