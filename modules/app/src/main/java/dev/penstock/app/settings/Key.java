// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.time.Duration;
import java.util.Locale;

/// Everything that can be configured, by its name in the file.
enum Key {
    HOST("host", "0.0.0.0"),
    PORT("port", "8000"),
    MANAGEMENT_HOST("management.host", "127.0.0.1"),
    MANAGEMENT_PORT("management.port", "8001"),
    DATA("data", "data"),
    PLUGINS("plugins", "plugins"),
    DATABASE_URL("database.url", ""),
    DATABASE_USER("database.user", "penstock"),
    DATABASE_PASSWORD("database.password", ""),
    REPLICA("replica", ""),
    MASTER_KEY("master_key", ""),
    PREVIOUS_MASTER_KEYS("previous_master_keys", ""),
    SETUP_TOKEN("setup_token", ""),
    LOG_LEVEL("log.level", "info"),
    HEARTBEAT("heartbeat", "15s"),
    SHUTDOWN_GRACE("shutdown_grace", "30s"),
    LEDGER_SYNC("ledger.sync", "none"),
    RETENTION_LEDGER("retention.ledger", ""),
    RETENTION_HOURS("retention.hours", ""),
    RETENTION_AUDIT("retention.audit", ""),
    MAX_BODY("max_body", "32MiB"),
    HEAD_DEADLINE("edge.head_deadline", "10s"),
    BODY_DEADLINE("edge.body_deadline", "60s"),
    WRITE_DEADLINE("edge.write_deadline", "60s"),
    KEEP_ALIVE("edge.keep_alive", "75s"),
    MAX_CONNECTIONS("edge.max_connections", "10000"),
    MAX_REQUEST_LINE("edge.max_request_line", "8KiB"),
    MAX_HEAD("edge.max_head", "32KiB"),
    MAX_FIELDS("edge.max_fields", "100"),
    MAX_IN_FLIGHT("edge.max_in_flight", ""),
    ADMISSION_WAIT("edge.admission_wait", "5s"),
    MAX_PLAIN_ANSWER("edge.max_plain_answer", "64MiB"),
    TLS_CERTIFICATE("tls.certificate", ""),
    TLS_PRIVATE_KEY("tls.private_key", ""),
    TRUSTED_PROXIES("trusted_proxies", ""),
    CORS_ORIGINS("cors.origins", ""),
    PRIVATE_ADDRESSES("upstream.private_addresses", "true"),
    DEMO("demo", "true"),
    BOOTSTRAP("bootstrap", "");

    static final String ENVIRONMENT_PREFIX = "PENSTOCK_";

    private final String fileName;
    private final String fallback;

    Key(String fileName, String fallback) {
        this.fileName = fileName;
        this.fallback = fallback;
    }

    String fileName() {
        return fileName;
    }

    /// The name of its environment variable.
    String variable() {
        return ENVIRONMENT_PREFIX + fileName.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// The value when none is given; empty for none.
    String fallback() {
        return fallback;
    }

    /// Whether its value is never repeated. A URL is refused where it holds a password, and the key
    /// of a certificate may stand where its file should be named.
    boolean secret() {
        return this == MASTER_KEY
                || this == PREVIOUS_MASTER_KEYS
                || this == SETUP_TOKEN
                || this == DATABASE_PASSWORD
                || this == DATABASE_URL
                || this == TLS_CERTIFICATE
                || this == TLS_PRIVATE_KEY;
    }

    /// Throws an IllegalArgumentException with the rule when a value does not fit.
    Object read(String value) {
        return switch (this) {
            case HOST, MANAGEMENT_HOST -> Values.host(value);
            case PORT, MANAGEMENT_PORT -> Values.port(value);
            case DATA, PLUGINS, BOOTSTRAP -> path(value);
            case TLS_CERTIFICATE, TLS_PRIVATE_KEY -> pemFile(value);
            case DATABASE_URL -> Values.databaseUrl(value);
            case DATABASE_USER, DATABASE_PASSWORD -> value;
            case REPLICA -> Values.replica(value);
            case TRUSTED_PROXIES -> Values.networks(value);
            case CORS_ORIGINS -> Values.origins(value);
            case MASTER_KEY -> Values.masterKey(value);
            case PREVIOUS_MASTER_KEYS -> Values.masterKeys(value);
            case SETUP_TOKEN -> Values.setupToken(value);
            case LOG_LEVEL -> logLevel(value);
            case HEARTBEAT -> heartbeat(value);
            case SHUTDOWN_GRACE -> grace(value);
            case LEDGER_SYNC -> sync(value);
            case RETENTION_LEDGER, RETENTION_HOURS, RETENTION_AUDIT -> retention(value);
            case MAX_BODY, MAX_PLAIN_ANSWER -> body(value);
            case HEAD_DEADLINE, BODY_DEADLINE, WRITE_DEADLINE, KEEP_ALIVE -> deadline(value);
            case ADMISSION_WAIT -> admission(value);
            case MAX_CONNECTIONS -> Values.count(value, 1, 1_000_000);
            case MAX_REQUEST_LINE, MAX_HEAD -> head(value);
            case MAX_FIELDS -> Values.count(value, 10, 10_000);
            case MAX_IN_FLIGHT -> inFlight(value);
            case PRIVATE_ADDRESSES, DEMO -> Values.flag(value);
        };
    }

    static String path(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must be a path");
        }
        return text;
    }

    static String pemFile(String text) {
        if (text.contains("-----") || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    "must be the path of a PEM file, not what stands in it");
        }
        return path(text);
    }

    static System.Logger.Level logLevel(String text) {
        return switch (text) {
            case "error" -> System.Logger.Level.ERROR;
            case "warning" -> System.Logger.Level.WARNING;
            case "info" -> System.Logger.Level.INFO;
            case "debug" -> System.Logger.Level.DEBUG;
            default -> throw new IllegalArgumentException("must be error, warning, info or debug");
        };
    }

    static Duration heartbeat(String text) {
        return Values.duration(text, Duration.ofMillis(10), Duration.ofHours(1));
    }

    static Duration grace(String text) {
        return Values.duration(text, Duration.ZERO, Duration.ofHours(1));
    }

    static Duration retention(String text) {
        return Values.duration(text, Duration.ofDays(2), Duration.ofDays(36_500));
    }

    static boolean sync(String text) {
        return switch (text) {
            case "none" -> false;
            case "batch" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "must be none (survives the death of the process) or batch (survives a"
                                    + " loss of power too)");
        };
    }

    static long body(String text) {
        return Values.size(text, 1L << 10, 1L << 30);
    }

    static Duration deadline(String text) {
        return Values.duration(text, Duration.ofMillis(100), Duration.ofHours(1));
    }

    static Duration admission(String text) {
        return Values.duration(text, Duration.ofMillis(1), Duration.ofMinutes(5));
    }

    static int head(String text) {
        return (int) Values.size(text, 1L << 10, 1L << 20);
    }

    static long inFlight(String text) {
        return Values.size(text, 1L << 10, 1L << 40);
    }
}
