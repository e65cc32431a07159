// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.util.ArrayList;
import java.util.List;

/// Lists of models, as answered by `GET /v1beta/models`.
final class GeminiModels {

    private GeminiModels() {}

    /// All models on one page: there is no `nextPageToken`.
    static byte[] list(List<PublicModel> models) {
        JsonOut out = new JsonOut();
        out.object().array("models");
        models.forEach(model -> write(out, model));
        return out.end().end().bytes();
    }

    static byte[] one(PublicModel model) {
        JsonOut out = new JsonOut();
        write(out, model);
        return out.bytes();
    }

    private static void write(JsonOut out, PublicModel model) {
        out.object()
                .put("name", "models/" + model.id())
                .put("version", "001")
                .put("displayName", model.displayName())
                .put(
                        "supportedGenerationMethods",
                        List.of("generateContent", "streamGenerateContent", "countTokens"))
                .end();
    }

    /// The ids in a provider's list, without the collection before them.
    static List<String> read(byte[] body) {
        List<String> ids = new ArrayList<>();
        try (JsonIn in = JsonIn.provider(body, 0, body.length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("models")) {
                    ids.addAll(ids(in));
                } else {
                    in.skip();
                }
            }
            in.end();
        }
        return ids;
    }

    private static List<String> ids(JsonIn in) {
        List<String> ids = new ArrayList<>();
        in.array();
        while (in.element()) {
            String id = null;
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("name")) {
                    id = GeminiScan.name(in.string());
                } else {
                    in.skip();
                }
            }
            if (id == null || id.isBlank()) {
                throw in.missing("name");
            }
            ids.add(id);
        }
        return ids;
    }
}
