// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import java.util.List;

/// A declarative file is not understood. Says everything that is wrong with it, in the order of the file.
public final class FileMistakesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FileMistake> mistakes;

    /// A refusal.
    ///
    /// @param mistakes not empty
    public FileMistakesException(List<FileMistake> mistakes) {
        super(mistakes.size() + " mistakes in a declarative file", null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    /// All of them; not empty.
    public List<FileMistake> mistakes() {
        return mistakes;
    }
}
