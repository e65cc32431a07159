// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.wire.ProviderCodec;
import dev.penstock.wire.RelayCodec;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One surface of a vendor under a base URL. Addresses that name no model are made once.
final class Spoken {

    private static final String MODEL = "{model}";

    private final Surface surface;
    private final BaseUrl url;
    private final RelayCodec codec;
    private final @Nullable URI plain;
    private final @Nullable URI streamed;

    Spoken(Surface surface, BaseUrl url) {
        this.surface = surface;
        this.url = url;
        this.codec = RelayCodec.of(surface.format());
        this.plain = fixed(surface.path(false));
        this.streamed = fixed(surface.path(true));
    }

    private @Nullable URI fixed(String path) {
        return path.contains(MODEL) ? null : url.at(path);
    }

    Surface surface() {
        return surface;
    }

    RelayCodec codec() {
        return codec;
    }

    /// The codec of a surface into which conversations are translated.
    ///
    /// @throws IllegalStateException when the format carries none
    ProviderCodec conversation() {
        if (codec instanceof ProviderCodec conversation) {
            return conversation;
        }
        throw new IllegalStateException(surface.format().id() + " carries no conversations");
    }

    /// Where a model is asked.
    URI at(String model, boolean stream) {
        URI known = stream ? streamed : plain;
        if (known != null) {
            return known;
        }
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return url.at(surface.path(stream).replace(MODEL, name));
    }
}
