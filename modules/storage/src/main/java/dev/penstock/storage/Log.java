// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

/// The log of this module. Messages never contain secrets or what callers sent.
final class Log {

    private static final System.Logger LOGGER = System.getLogger("dev.penstock.storage");

    private Log() {}

    static void info(String message) {
        LOGGER.log(System.Logger.Level.INFO, message);
    }

    static void warning(String message) {
        LOGGER.log(System.Logger.Level.WARNING, message);
    }

    static void error(String message) {
        LOGGER.log(System.Logger.Level.ERROR, message);
    }

    static void warning(String message, Throwable cause) {
        LOGGER.log(System.Logger.Level.WARNING, message, cause);
    }
}
