// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Asks a running gateway to try its providers.
final class ProviderChecks {

    private static final String PROVIDERS = "providers";

    private ProviderChecks() {}

    /// @param each how long one provider may take
    static List<Finding> all(AdminApi api, Duration each) {
        List<JsonNode> configured;
        try {
            configured = configured(api);
        } catch (RuntimeException e) {
            return List.of(
                    Finding.fail(
                            PROVIDERS,
                            String.valueOf(e.getMessage()),
                            "the gateway lists them for this token"));
        }
        List<Check> checks = new ArrayList<>();
        for (JsonNode provider : configured) {
            String id = provider.path("id").asString("");
            String name = "provider " + provider.path("uid").asString("");
            checks.add(Check.one(name, () -> probe(api, name, id)));
        }
        return checks.isEmpty()
                ? List.of(Finding.ok(PROVIDERS, "none configured", ""))
                : new Round(each).run(checks);
    }

    private static List<JsonNode> configured(AdminApi api) {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = api.get("/providers" + after);
            page.path("data").forEach(all::add);
            String next = page.path("next").asString("");
            if (next.isEmpty()) {
                return all;
            }
            after = "?after=" + next;
        }
    }

    private static Finding probe(AdminApi api, String name, String id) {
        String rule = "tells its models";
        long start = System.nanoTime();
        try {
            int models = api.post("/providers/" + id + "/probe", Map.of()).path("models").size();
            return Finding.ok(
                    name,
                    Amount.count(models, "model", "models")
                            + " in "
                            + Amount.millis(Duration.ofNanos(System.nanoTime() - start)),
                    rule);
        } catch (RuntimeException e) {
            return Finding.fail(
                    name,
                    String.valueOf(e.getMessage()),
                    rule,
                    "look at its base_url and key, and whether this machine reaches it");
        }
    }
}
