// SPDX-License-Identifier: Apache-2.0
package dev.penstock.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The licences of what others have written. A jar without a known licence ends the build.
final class Notices {

    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final Pattern TEXT =
            Pattern.compile("META-INF/(?:.*/)?[^/]*(?:LICENSE|NOTICE|COPYING)[^/]*");
    private static final String OURS = "penstock-";
    private static final String APACHE = "Apache-2.0";

    private Notices() {}

    /// Writes `THIRD-PARTY.txt`, and the texts into `licences/`.
    ///
    /// @param folder of the installation, with its jars in `lib/`
    /// @param known the folder of `licences.properties` and of the texts that jars leave out
    static void write(Path folder, Path known) throws IOException {
        Properties licences = new Properties();
        try (InputStream in = Files.newInputStream(known.resolve("licences.properties"))) {
            licences.load(in);
        }
        StringBuilder list =
                new StringBuilder(
                        """
                        Penstock is licensed under Apache-2.0, see LICENSE. The archive also holds:

                        The Java runtime in runtime/ (GPL-2.0 with Classpath Exception), see runtime/legal/.
                        Its source is at https://github.com/adoptium/jdk25u, the tag is in runtime/release.

                        """);
        List<Path> jars;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.resolve("lib"))) {
            jars = Paths.sorted(found);
        }
        for (Path jar : jars) {
            Matcher name = JAR.matcher(jar.getFileName().toString());
            if (!name.matches()) {
                throw new BuildException(jar + " does not end in a version");
            }
            if (!name.group(1).startsWith(OURS)) {
                String licence = licence(licences, name.group(1));
                list.append(name.group(1) + " " + name.group(2) + " (" + licence + ")\n");
                texts(jar, name.group(1), licence, new Places(folder, known));
            }
        }
        list.append(
                "\nTexts that a jar brings are in licences/; for Apache-2.0 without one, LICENSE holds"
                        + " it.\nSources of H2: https://github.com/h2database/h2database\n");
        Files.writeString(folder.resolve("THIRD-PARTY.txt"), list);
    }

    private record Places(Path folder, Path known) {}

    private static String licence(Properties licences, String artifact) {
        for (String name = artifact; !name.isEmpty(); ) {
            String licence = licences.getProperty(name);
            if (licence != null) {
                return licence;
            }
            int dash = name.lastIndexOf('-');
            name = dash < 0 ? "" : name.substring(0, dash);
        }
        throw new BuildException(
                "the licence of "
                        + artifact
                        + " is not known; add it to distribution/src/main/licences/licences.properties");
    }

    private static void texts(Path jar, String artifact, String licence, Places places)
            throws IOException {
        TreeMap<String, byte[]> texts = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (!entry.isDirectory() && TEXT.matcher(entry.getName()).matches()) {
                    try (InputStream in = file.getInputStream(entry)) {
                        texts.put(
                                entry.getName().substring("META-INF/".length()), in.readAllBytes());
                    }
                }
            }
        }
        Path own = places.known().resolve(licence.split(" ", -1)[0] + ".txt");
        if (texts.isEmpty() && Files.exists(own)) {
            texts.put(own.getFileName().toString(), Files.readAllBytes(own));
        }
        if (texts.isEmpty() && !licence.equals(APACHE)) {
            throw new BuildException(artifact + " brings no text of " + licence + "; add " + own);
        }
        for (var text : texts.entrySet()) {
            Path to = places.folder().resolve("licences").resolve(artifact).resolve(text.getKey());
            Files.createDirectories(to.getParent());
            Files.write(to, text.getValue());
        }
    }
}
