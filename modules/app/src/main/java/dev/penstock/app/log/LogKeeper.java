// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.log;

import java.util.logging.LogManager;

/// Keeps the log as [LogSetup] made it until the process has ended: the JVM would take the handlers
/// away at the beginning of its end, when draining still has something to say.
public final class LogKeeper extends LogManager {

    /// Made by the logging of the JDK.
    public LogKeeper() {}

    @Override
    public void readConfiguration() {}

    @Override
    public void reset() {}
}
