// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The admin API of a running gateway. What it refuses is a RuntimeException whose message is a
/// sentence for people.
public interface AdminApi {

    /// The answer to a GET of a path below `/admin/v1`.
    JsonNode get(String path);

    /// The answer to a POST.
    JsonNode post(String path, Map<String, Object> body);
}
