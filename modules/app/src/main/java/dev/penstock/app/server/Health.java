// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Tells whether the gateway lives and whether it should be sent calls.
final class Health {

    private final BooleanSupplier store;
    private final BooleanSupplier replica;
    private final AtomicBoolean draining = new AtomicBoolean();

    /// @param store whether the store can be written now; answers within a second
    /// @param replica whether this process alone runs under its replica name; answers at once
    Health(BooleanSupplier store, BooleanSupplier replica) {
        this.store = store;
        this.replica = replica;
    }

    /// From now on no calls should come.
    void drain() {
        draining.set(true);
    }

    void register(HttpRouting.Builder routing) {
        routing.get("/health/live", (_, response) -> send(response, true, "{\"status\":\"UP\"}"));
        routing.get("/health/ready", (_, response) -> ready(response));
        routing.get("/health", (_, response) -> ready(response));
    }

    private void ready(ServerResponse response) {
        boolean alone = replica.getAsBoolean();
        boolean stored = store.getAsBoolean();
        boolean accepting = !draining.get();
        send(
                response,
                stored && accepting,
                "{\"status\":\""
                        + word(stored && accepting)
                        + "\",\"checks\":{\"store\":\""
                        + word(stored)
                        + "\",\"replica\":\""
                        + word(alone)
                        + "\",\"accepting\":\""
                        + word(accepting)
                        + "\"}}");
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private static void send(ServerResponse response, boolean up, String body) {
        response.status(up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(body.getBytes(StandardCharsets.UTF_8));
    }
}
