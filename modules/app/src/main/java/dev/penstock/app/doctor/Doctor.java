// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import dev.penstock.app.settings.Settings;
import dev.penstock.app.settings.SettingsException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at everything that may keep a gateway from working. Changes nothing, tells no secret, and
/// comes to its end within half a minute, whatever hangs.
public final class Doctor {

    private static final Duration EACH = Duration.ofSeconds(12);
    private static final Duration PROVIDER = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final @Nullable AdminApi api;

    /// @param clock the time of this machine
    /// @param api a running gateway whose providers are tried, or null to leave them out
    public Doctor(InstantSource clock, @Nullable AdminApi api) {
        this.clock = clock;
        this.api = api;
    }

    /// What is found.
    ///
    /// @param reader gives the settings, or throws the mistakes in them; without settings only what
    ///     needs none is looked at
    public Report examine(Supplier<Settings> reader) {
        List<Finding> findings = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        try {
            Settings settings = reader.get();
            findings.add(Finding.ok("settings", "without mistakes, for " + settings.home(), ""));
            addAll(checks, settings, new Round(EACH));
        } catch (SettingsException e) {
            e.mistakes()
                    .forEach(mistake ->
                            findings.add(
                                    Finding.fail(
                                            "settings",
                                            mistake,
                                            "known names with values that fit",
                                            "mend it; docs/reference/configuration.md has all"
                                                    + " names")));
            checks.add(Check.one("java", MachineChecks::java));
            checks.add(
                    Check.one("clock", () -> MachineChecks.clock(clock.instant(), Instant.EPOCH)));
        }
        AdminApi gateway = api;
        if (gateway != null) {
            checks.add(new Check("providers", () -> ProviderChecks.all(gateway, PROVIDER)));
        }
        findings.addAll(new Round(EACH).run(checks));
        return new Report(findings);
    }

    private void addAll(List<Check> checks, Settings settings, Round first) {
        // By itself and first: what else is asked depends on it.
        Finding gateway =
                first.run(
                                List.of(
                                        Check.one(
                                                StoreChecks.GATEWAY,
                                                () -> StoreChecks.gateway(settings))))
                        .getFirst();
        boolean running = gateway.equals(StoreChecks.RUNNING);
        checks.add(Check.one("java", MachineChecks::java));
        checks.add(Check.one("heap", () -> MachineChecks.heap(settings.plane())));
        checks.add(
                Check.one(
                        "open files",
                        () -> MachineChecks.openFiles(settings.plane().edge().maxConnections())));
        checks.add(
                Check.one(
                        "clock",
                        () ->
                                MachineChecks.clock(
                                        clock.instant(), FolderChecks.newest(settings.data()))));
        checks.add(Check.one(FolderChecks.FOLDER, () -> FolderChecks.folder(settings.data())));
        checks.add(Check.one(FolderChecks.SPACE, () -> FolderChecks.space(settings.data())));
        checks.add(Check.one(FolderChecks.MASTER_KEY, () -> FolderChecks.masterKey(settings)));
        checks.add(Check.one(FolderChecks.JOURNAL, () -> FolderChecks.journal(settings.data())));
        checks.add(Check.one(StoreChecks.GATEWAY, () -> gateway));
        if (running && settings.management().port() != 0) {
            checks.add(
                    new Check(
                            "health",
                            () ->
                                    StoreChecks.health(
                                            settings.management()
                                                    .url("http", settings.management().port()))));
        }
        checks.add(Check.one(StoreChecks.STORE, () -> StoreChecks.store(settings, running)));
        checks.add(new Check(StoreChecks.DATABASE, () -> StoreChecks.database(settings)));
        checks.add(new Check(PluginChecks.PLUGIN, () -> PluginChecks.all(settings)));
        checks.add(Check.one("port", () -> NetworkChecks.port("port", settings.main(), running)));
        checks.add(
                Check.one(
                        "management.port",
                        () ->
                                NetworkChecks.port(
                                        "management.port", settings.management(), running)));
        checks.add(
                Check.one(
                        NetworkChecks.TLS,
                        () -> NetworkChecks.tls(settings.exposure().tls(), clock.instant())));
        checks.add(
                Check.one(
                        NetworkChecks.PROXIES,
                        () -> NetworkChecks.proxies(settings.exposure().trustedProxies())));
    }
}
