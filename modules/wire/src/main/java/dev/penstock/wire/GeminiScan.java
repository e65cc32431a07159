// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import dev.penstock.inference.ByteRange;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.WireFormat;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what the gateway acts on in a body whose model stands in the path: the bound of the answer,
/// and a model that the body names once more.
final class GeminiScan {

    private final JsonIn in;
    private final Addressed addressed;

    private @Nullable ByteRange modelRange;
    private @Nullable Long bound;

    private GeminiScan(JsonIn in, Addressed addressed) {
        this.in = in;
        this.addressed = addressed;
    }

    /// Scans a body.
    ///
    /// @throws dev.penstock.inference.FailureException see [CallerCodec#scan]
    static RawRequest of(WireFormat format, byte[] body, @Nullable Addressed addressed) {
        if (addressed == null) {
            throw new IllegalArgumentException(
                    "a request of " + format.id() + " was scanned without what its path says");
        }
        try (JsonIn in = JsonIn.shallow(body)) {
            return new GeminiScan(in, addressed).request(format, body);
        }
    }

    private RawRequest request(WireFormat format, byte[] body) {
        members(true);
        in.end();
        return new RawRequest(
                format,
                body,
                addressed.model(),
                modelRange,
                addressed.stream(),
                null,
                true,
                bound,
                Map.of());
    }

    private void members(boolean outermost) {
        Set<String> seen = new HashSet<>();
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            String known = GeminiMembers.camel(name);
            if (!seen.add(known)) {
                throw in.fault("is given twice");
            }
            switch (known) {
                case "model" -> model();
                case "generationConfig" -> config();
                case "generateContentRequest" -> {
                    if (outermost && in.isObject()) {
                        members(false);
                    } else {
                        in.skip();
                    }
                }
                default -> in.skip();
            }
        }
    }

    // A model in the body must be that of the path; the provider knows it by another name.
    private void model() {
        if (in.isNull()) {
            return;
        }
        if (!name(in.string()).equals(addressed.model())) {
            throw in.fault("must be the model of the path, or be left out");
        }
        modelRange = in.range();
    }

    /// The name of a model without the collection before it.
    static String name(String resource) {
        return resource.startsWith("models/") ? resource.substring("models/".length()) : resource;
    }

    private void config() {
        if (!in.isObject()) {
            in.skip();
            return;
        }
        in.object();
        for (String name = in.member(); name != null; name = in.member()) {
            if (GeminiMembers.camel(name).equals("maxOutputTokens")) {
                bound = in.optionalInteger();
                if (bound != null && bound < 0) {
                    throw in.fault("must not be negative");
                }
            } else {
                in.skip();
            }
        }
    }
}
