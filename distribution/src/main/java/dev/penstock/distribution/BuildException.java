// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

/// The archive cannot be made. The message is a sentence for whoever builds it.
final class BuildException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BuildException(String sentence) {
        super(sentence);
    }

    BuildException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
