// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// When issued keys were used last. Kept in memory and written once a minute at most, so what happened
/// in the last minute before the death of a process may be missing, and other replicas see it late.
public interface KeyUses {

    /// Notes that a key was accepted. Never waits.
    void used(UUID key);

    /// When the keys of an organisation were used last, by id; keys never used are missing.
    Map<UUID, Instant> last(UUID organisation);
}
