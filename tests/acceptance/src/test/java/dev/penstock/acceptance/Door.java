// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import java.net.URI;
import java.util.Map;

/// Where a client knocks and with what.
///
/// @param origin scheme, host and port
/// @param prefix a path before `/v1`, usually empty
/// @param key the key it was given
/// @param headers further headers it is configured with
record Door(URI origin, String prefix, String key, Map<String, String> headers) {
    Door(URI origin, String key) {
        this(origin, "", key, Map.of());
    }

    Door prefix(String other) {
        return new Door(origin, other, key, headers);
    }

    Door key(String other) {
        return new Door(origin, prefix, other, headers);
    }

    String openAiUrl() {
        return origin + prefix + "/v1";
    }

    String anthropicUrl() {
        return origin + prefix;
    }
}
