// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRulesTest {

    @Test
    void everyCommittedFileKeepsTheRules() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : TextRules.files(Part.ROOT)) {
            Optional<String> text = TextRules.text(file);
            if (text.isPresent()) {
                found.addAll(
                        TextRules.violations(Part.ROOT.relativize(file).toString(), text.get()));
            }
        }

        assertThat(found)
                .as(
                        "because a registry is the choice of whoever builds, each file carries its licence, "
                                + "and what is unfinished is not committed")
                .isEmpty();
    }

    @Test
    void registryHostIsSeen() {
        assertThat(TextRules.violations("a.json", "\"https://registry." + "npmjs.org/openai\""))
                .containsExactly("a.json names the host of a package registry");
    }

    @Test
    void missingHeaderAndUnfinishedMarkAreSeen() {
        assertThat(TextRules.violations("A.java", "// TO" + "DO later\nclass A {}\n")).hasSize(2);
        assertThat(TextRules.violations("A.java", "// " + TextRules.HEADER + "\nclass A {}\n"))
                .isEmpty();
        assertThat(TextRules.violations("run.sh", "#!/bin/sh\n# " + TextRules.HEADER + "\n"))
                .isEmpty();
    }

    @Test
    void madeFoldersAreLeftOut(@TempDir Path root) throws IOException {
        for (String made : List.of("target", "node_modules", "data")) {
            Files.createDirectories(root.resolve(made));
            Files.writeString(root.resolve(made).resolve("made.txt"), "");
        }
        Files.createDirectories(root.resolve("modules/data"));
        Path kept = Files.writeString(root.resolve("modules/data/kept.txt"), "");

        assertThat(TextRules.files(root)).containsExactly(kept);
    }
}
