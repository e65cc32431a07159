// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.providers.exchange.BaseUrl;
import dev.penstock.providers.exchange.HttpProvider;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.wire.Dialect;
import java.net.URI;

/// Makes providers of type `openai`: OpenAI itself, by chat completions, Responses, embeddings and,
/// for the models that know nothing else, legacy completions.
public final class OpenAiProviderFactory implements ProviderFactory {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1");

    /// Called by the service loader.
    public OpenAiProviderFactory() {}

    @Override
    public String type() {
        return "openai";
    }

    @Override
    public String displayName() {
        return "OpenAI";
    }

    // All others are for conversations alone.
    private static boolean completes(String model) {
        return model.startsWith("gpt-3.5-turbo-instruct")
                || model.startsWith("davinci-")
                || model.startsWith("babbage-")
                || model.startsWith("ft:davinci-")
                || model.startsWith("ft:babbage-");
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        return new HttpProvider(
                OpenAiSurfaces.of(
                        ChatCompletions.vendor(
                                Dialect.openAi(),
                                needsCredential(),
                                OpenAiProviderFactory::completes),
                        Dialect.openAi()),
                BaseUrl.of(settings, OPENAI),
                settings,
                context.upstream());
    }
}
