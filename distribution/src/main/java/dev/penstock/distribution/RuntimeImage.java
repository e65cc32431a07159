// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/// The modules of the JDK that the gateway and its plugins need. Automatic modules cannot be linked,
/// so the jars stay beside it on the module path.
final class RuntimeImage {

    // net.http and logging are promised to plugins; crypto.cryptoki, charsets and zipfs are used by
    // nothing, so they are left out.
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,"
                    + "java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.management,jdk.net,"
                    + "jdk.unsupported";

    private RuntimeImage() {}

    static void link(Path folder) throws IOException {
        ToolProvider jlink =
                ToolProvider.findFirst("jlink")
                        .orElseThrow(() ->
                                new BuildException(
                                        "this Java has no jlink; build with a whole JDK"));
        StringWriter said = new StringWriter();
        try (PrintWriter writer = new PrintWriter(said)) {
            int code =
                    jlink.run(
                            writer,
                            writer,
                            "--add-modules",
                            MODULES,
                            "--strip-debug",
                            "--no-header-files",
                            "--no-man-pages",
                            "--output",
                            folder.toString());
            if (code != 0) {
                throw new BuildException("jlink ended with " + code + ": " + said);
            }
        }
    }
}
