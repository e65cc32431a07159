// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Backup;
import dev.penstock.state.Maintenance;
import dev.penstock.state.Store;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Care of the store while it works.
final class MaintenanceEndpoint implements Endpoint {

    private static final Duration DEADLINE = Duration.ofMinutes(30);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Store store;

    MaintenanceEndpoint(Store store) {
        this.store = store;
    }

    /// What an encryption anew came to.
    record Rekeyed(int sealed, int remaining, String masterKeyId, boolean made) {

        static Rekeyed of(Maintenance.Rekeyed done) {
            return new Rekeyed(done.sealed(), done.remaining(), done.masterKey(), done.made());
        }
    }

    @Override
    public String part() {
        return "maintenance";
    }

    @Override
    public void register(Routes routes) {
        routes.add(Method.POST, "/backup", User.Role.OWNER, (_, principal) -> backup(principal));
        routes.add(
                Method.POST,
                "/rekey",
                User.Role.OWNER,
                (_, principal) ->
                        Reply.ok(Rekeyed.of(store.maintenance().rekey(principal.actor()))));
    }

    private Reply backup(Principal principal) {
        Backup backup = store.maintenance().backup(principal.actor());
        String name = "penstock-backup-" + STAMP.format(backup.manifest().created()) + ".zip";
        return Reply.ok(new Download(backup, name, DEADLINE));
    }
}
