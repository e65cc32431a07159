// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

/// A command cannot do what was asked. The message is a sentence for the person who typed it.
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String sentence) {
        super(sentence);
    }

    CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
