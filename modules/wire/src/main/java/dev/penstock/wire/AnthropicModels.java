// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Lists of models, as answered by `GET /v1/models`.
final class AnthropicModels {

    private AnthropicModels() {}

    static byte[] list(List<PublicModel> models) {
        JsonOut out = new JsonOut();
        out.object().array("data");
        models.forEach(model -> write(out, model));
        boolean none = models.isEmpty();
        return out.end()
                .put("has_more", false)
                .putOrNull("first_id", none ? null : models.getFirst().id())
                .putOrNull("last_id", none ? null : models.getLast().id())
                .end()
                .bytes();
    }

    static byte[] one(PublicModel model) {
        JsonOut out = new JsonOut();
        write(out, model);
        return out.bytes();
    }

    private static void write(JsonOut out, PublicModel model) {
        out.object()
                .put("type", "model")
                .put("id", model.id())
                .put("display_name", model.displayName())
                .put("created_at", model.created().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("lifecycle", "active")
                .end();
    }

    /// The ids in a provider's list.
    static List<String> read(byte[] body) {
        List<String> ids = null;
        try (JsonIn in = JsonIn.provider(body, 0, body.length)) {
            in.object();
            for (String name = in.member(); name != null; name = in.member()) {
                if (name.equals("data")) {
                    ids = ids(in);
                } else {
                    in.skip();
                }
            }
            if (ids == null) {
                throw in.missing("data");
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
                if (name.equals("id")) {
                    id = in.string();
                } else {
                    in.skip();
                }
            }
            if (id == null || id.isBlank()) {
                throw in.missing("id");
            }
            ids.add(id);
        }
        return ids;
    }
}
