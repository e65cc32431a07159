// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

/// A jar cannot be used. The message is a sentence for the person who put it there.
final class PluginException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    PluginException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
