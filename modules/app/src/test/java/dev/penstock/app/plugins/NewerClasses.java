// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.plugins;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Makes a jar look as if its classes came from a compiler of the future.
final class NewerClasses {

    private static final int MAJOR_VERSION_AT = 6;
    private static final short FUTURE = 200;

    private NewerClasses() {}

    static void copy(Path from, Path to) throws IOException {
        try (JarFile jar = new JarFile(from.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
            for (JarEntry entry : jar.stream().toList()) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                boolean ordinary =
                        entry.getName().endsWith(".class")
                                && !entry.getName().equals("module-info.class");
                if (ordinary) {
                    ByteBuffer.wrap(bytes).putShort(MAJOR_VERSION_AT, FUTURE);
                }
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(bytes);
                out.closeEntry();
            }
        }
    }
}
