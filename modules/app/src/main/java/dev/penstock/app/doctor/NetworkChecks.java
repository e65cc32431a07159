// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

import dev.penstock.app.server.Offline;
import dev.penstock.app.server.StartException;
import dev.penstock.app.settings.Exposure;
import dev.penstock.app.settings.ListenAddress;
import dev.penstock.app.settings.Network;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Ports, the certificate, and proxies.
final class NetworkChecks {

    static final String TLS = "tls";
    static final String PROXIES = "trusted proxies";

    private static final Duration SOON = Duration.ofDays(14);
    private static final int WIDE_V4 = 8;
    private static final int WIDE_V6 = 16;

    private NetworkChecks() {}

    /// @param name of the setting
    /// @param running whether a gateway runs on this data folder
    static Finding port(String name, ListenAddress address, boolean running) {
        String where = address.host() + ":" + address.port();
        if (address.port() == 0) {
            return Finding.ok(name, "0, any free one", "");
        }
        try {
            Offline.probe(address, name);
        } catch (StartException e) {
            return running
                    ? Finding.ok(name, where + ", in use", "by the gateway that runs here")
                    : Finding.fail(
                            name,
                            String.valueOf(e.getMessage()).replaceFirst(";.*", ""),
                            "free for a start",
                            "stop what uses it, or set another " + name);
        }
        return running
                ? Finding.warn(
                        name,
                        where + ", free",
                        "in use by the gateway that runs here",
                        "it was started with other settings: give the same ones")
                : Finding.ok(name, where + ", free", "free for a start");
    }

    static Finding tls(Exposure.@Nullable TlsFiles files, Instant now) {
        if (files == null) {
            return Finding.ok(TLS, "none, plain HTTP", "");
        }
        try {
            return certificate(Offline.certificate(files), now);
        } catch (StartException e) {
            return Finding.fail(
                    TLS,
                    String.valueOf(e.getMessage()),
                    "a PEM certificate and its own key",
                    "put the pair there that belongs together (docs/how-to/tls.md)");
        }
    }

    static Finding certificate(X509Certificate leaf, Instant now) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        long days = ChronoUnit.DAYS.between(now, until);
        String rule = "valid, for " + SOON.toDays() + " days or more";
        String renew = "renew it and replace the files; no restart is needed";
        if (now.isBefore(from)) {
            return Finding.fail(
                    TLS, "valid only from " + from, rule, "wait, or set the clock right");
        }
        if (now.isAfter(until)) {
            return Finding.fail(TLS, "expired at " + until, rule, renew);
        }
        String value = "valid until " + until + ", " + Amount.count(days, "day", "days");
        return days < SOON.toDays()
                ? Finding.warn(TLS, value, rule, renew)
                : Finding.ok(TLS, value, rule);
    }

    static Finding proxies(List<Network> trusted) {
        String rule = "the addresses of your own proxies, no more";
        if (trusted.isEmpty()) {
            return Finding.ok(PROXIES, "none", rule);
        }
        String value = trusted.stream().map(NetworkChecks::text).collect(Collectors.joining(", "));
        if (trusted.stream().anyMatch(network -> network.prefix() == 0)) {
            return Finding.fail(
                    PROXIES,
                    value,
                    rule,
                    "whoever connects can claim to be any caller: name your proxies");
        }
        return trusted.stream().anyMatch(NetworkChecks::wide)
                ? Finding.warn(PROXIES, value, rule, "name smaller ranges")
                : Finding.ok(PROXIES, value, rule);
    }

    private static boolean wide(Network network) {
        return network.prefix() < (network.first().getAddress().length == 4 ? WIDE_V4 : WIDE_V6);
    }

    private static String text(Network network) {
        return network.first().getHostAddress() + "/" + network.prefix();
    }
}
