// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.openai;

import dev.penstock.providers.exchange.BaseUrl;
import dev.penstock.providers.exchange.HttpProvider;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.wire.Dialect;
import java.util.function.Predicate;

/// Makes providers of type `openai_chat`: any server that speaks chat completions. The base URL must
/// be given, up to what stands before `/chat/completions`; the credential is optional. Option `completions`: `relayed`
/// where the server has legacy completions, else they are translated.
public final class OpenAiCompatibleProviderFactory implements ProviderFactory {

    /// Called by the service loader.
    public OpenAiCompatibleProviderFactory() {}

    @Override
    public String type() {
        return "openai_chat";
    }

    @Override
    public String displayName() {
        return "OpenAI-compatible server";
    }

    @Override
    public boolean needsCredential() {
        return false;
    }

    // Not every server has them, but every server has chat.
    private static Predicate<String> completing(ProviderSettings settings) {
        String said = settings.options().getOrDefault("completions", "translated");
        return switch (said) {
            case "relayed" -> _ -> true;
            case "translated" -> _ -> false;
            default ->
                    throw new IllegalArgumentException(
                            "option completions of provider '%s' is '%s' but must be relayed or translated"
                                    .formatted(settings.uid(), said));
        };
    }

    @Override
    public Provider create(ProviderSettings settings, ProviderContext context) {
        return new HttpProvider(
                ChatCompletions.vendor(
                        Dialect.openAiCompatible(), needsCredential(), completing(settings)),
                BaseUrl.of(settings, null),
                settings,
                context.upstream());
    }
}
