// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import dev.penstock.admin.FileMistake;
import java.io.PrintWriter;
import java.util.List;

/// Says what is wrong with a declarative file as compilers do, so that editors find the places.
final class MistakeLines {

    private MistakeLines() {}

    static void print(PrintWriter err, String file, List<FileMistake> mistakes) {
        for (FileMistake mistake : mistakes) {
            err.println(
                    file
                            + ":"
                            + mistake.line()
                            + ":"
                            + mistake.column()
                            + ": "
                            + mistake.message());
        }
    }
}
