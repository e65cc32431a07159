// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import java.util.UUID;

/// Reads ids of keys as people type them.
final class KeyId {

    private KeyId() {}

    static UUID parse(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "the id given is no id of a key; 'penstock key list' shows them", e);
        }
    }
}
