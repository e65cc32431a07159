// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.app.log.LogSetup;
import dev.penstock.app.settings.LiveValues;
import dev.penstock.app.settings.Settings;
import dev.penstock.proxy.DataPlane;
import dev.penstock.state.Catalog;
import dev.penstock.state.Maintenance;
import java.time.Duration;
import java.util.function.Consumer;

/// Puts the settings that can change while the gateway runs into force, whenever the catalogue changes.
final class InForce implements Consumer<Catalog> {

    /// What no grace is longer than, last words included.
    static final Duration LONGEST_GRACE = Duration.ofHours(1).plus(Gateway.LAST_WORDS);

    private final Settings given;
    private final DataPlane plane;
    private final Maintenance maintenance;
    private volatile Duration shutdownGrace;

    InForce(Settings given, DataPlane plane, Maintenance maintenance) {
        this.given = given;
        this.plane = plane;
        this.maintenance = maintenance;
        this.shutdownGrace = given.shutdownGrace();
    }

    /// How long calls may go on when the server is asked to stop.
    Duration shutdownGrace() {
        return shutdownGrace;
    }

    @Override
    public void accept(Catalog catalog) {
        LiveValues.InForce now = given.live().inForce(given, catalog);
        LogSetup.level(now.logLevel());
        plane.heartbeat(now.heartbeat());
        shutdownGrace = now.shutdownGrace();
        maintenance.retain(now.retention());
    }
}
