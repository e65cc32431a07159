// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The environment variables that configure.
record Variables(Map<String, String> environment) {

    /// Read by the launcher and the commands, not here.
    private static final Set<String> OF_OTHERS =
            Set.of(
                    "PENSTOCK_HOME",
                    "PENSTOCK_JAVA_OPTS",
                    "PENSTOCK_JDK_URL",
                    "PENSTOCK_MAVEN_URL",
                    "PENSTOCK_NEW_MASTER_KEY",
                    "PENSTOCK_TOKEN",
                    "PENSTOCK_URL");

    private static final int SLIP = 2;

    /// A variable that is set.
    ///
    /// @param name of the variable
    /// @param text its value
    record Given(String name, String text) {}

    Optional<Given> find(Key key) {
        return Stream.concat(Stream.of(key.variable()), plain(key))
                .filter(environment::containsKey)
                .map(name -> new Given(name, environment.getOrDefault(name, "")))
                .filter(given -> !setByKubernetes(given))
                .findFirst();
    }

    /// Variables that are nearly the name of a setting, one sentence each: a slip of the finger must
    /// not leave a default in place unnoticed.
    List<String> misspelt() {
        List<String> known = Arrays.stream(Key.values()).map(Key::variable).toList();
        return environment.keySet().stream()
                .filter(name -> name.startsWith(Key.ENVIRONMENT_PREFIX))
                .filter(name -> !known.contains(name) && !OF_OTHERS.contains(name))
                .sorted()
                .flatMap(name ->
                        Spelling.nearest(name, known)
                                .filter(near -> Spelling.distance(name, near) <= SLIP)
                                .map(near ->
                                        "environment variable "
                                                + name
                                                + " is not known; did you mean "
                                                + near
                                                + "?")
                                .stream())
                .toList();
    }

    // The names that platforms give to every program.
    private static Stream<String> plain(Key key) {
        return switch (key) {
            case HOST -> Stream.of("HOST");
            case PORT -> Stream.of("PORT");
            case MANAGEMENT_HOST,
                    MANAGEMENT_PORT,
                    DATA,
                    PLUGINS,
                    DATABASE_URL,
                    DATABASE_USER,
                    DATABASE_PASSWORD,
                    REPLICA,
                    MASTER_KEY,
                    PREVIOUS_MASTER_KEYS,
                    SETUP_TOKEN,
                    LOG_LEVEL,
                    HEARTBEAT,
                    SHUTDOWN_GRACE,
                    LEDGER_SYNC,
                    RETENTION_LEDGER,
                    RETENTION_HOURS,
                    RETENTION_AUDIT,
                    MAX_BODY,
                    HEAD_DEADLINE,
                    BODY_DEADLINE,
                    WRITE_DEADLINE,
                    KEEP_ALIVE,
                    MAX_CONNECTIONS,
                    MAX_REQUEST_LINE,
                    MAX_HEAD,
                    MAX_FIELDS,
                    MAX_IN_FLIGHT,
                    ADMISSION_WAIT,
                    MAX_PLAIN_ANSWER,
                    TLS_CERTIFICATE,
                    TLS_PRIVATE_KEY,
                    TRUSTED_PROXIES,
                    CORS_ORIGINS,
                    PRIVATE_ADDRESSES,
                    DEMO,
                    BOOTSTRAP ->
                    Stream.empty();
        };
    }

    // Where a service is called penstock, Kubernetes sets PENSTOCK_PORT to tcp://10.0.0.7:8000.
    private static boolean setByKubernetes(Given given) {
        return given.name().equals(Key.PORT.variable()) && given.text().startsWith("tcp://");
    }
}
