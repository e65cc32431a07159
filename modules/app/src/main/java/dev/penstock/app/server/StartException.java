// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

/// The gateway cannot start. The message is a sentence for the person who starts it.
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String sentence) {
        super(sentence);
    }

    StartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
