// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Holds `docs/reference/vendors.md` to the data.
class VendorDocumentTest {

    private static final String BEGIN = "<!-- generated from vendors.json: begin -->\n";
    private static final String END = "<!-- generated from vendors.json: end -->\n";
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "reference", "vendors.md");

    @Test
    void documentSaysWhatTheDataSays() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        assertThat(begin).as("the mark of the beginning").isPositive();
        assertThat(end).as("the mark of the end").isGreaterThan(begin);
        String expected = generated();
        if (Boolean.getBoolean("penstock.docs.write")) {
            Files.writeString(
                    DOCUMENT,
                    document.substring(0, begin + BEGIN.length())
                            + expected
                            + document.substring(end));
            return;
        }
        assertThat(document.substring(begin + BEGIN.length(), end))
                .as("stale; put the expected text between the marks")
                .isEqualTo(expected);
    }

    private static String generated() {
        StringBuilder text = new StringBuilder();
        text.append(
                "| type | vendor | base URL | credential | embeddings | legacy completions |\n");
        text.append("|---|---|---|---|---|---|\n");
        for (VendorDescription vendor : VendorFiles.descriptions()) {
            text.append(
                    "| [`%s`](#%s) | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    vendor.type(),
                                    vendor.type(),
                                    vendor.name(),
                                    url(vendor),
                                    vendor.credentialNeeded() ? "required" : "optional",
                                    embeddings(vendor),
                                    vendor.completions() == null ? "translated" : "passed on"));
        }
        VendorFiles.descriptions().forEach(vendor -> section(text, vendor));
        return text.toString();
    }

    private static String url(VendorDescription vendor) {
        return vendor.baseUrl() == null ? "must be given" : "`" + vendor.baseUrl() + "`";
    }

    private static String embeddings(VendorDescription vendor) {
        if (vendor.embeddings() == null) {
            return "none";
        }
        return vendor.embeddings().base64() ? "passed on" : "made by the gateway's codec";
    }

    private static void section(StringBuilder text, VendorDescription vendor) {
        text.append("\n### ").append(vendor.type()).append('\n');
        line(text, "Credential in", credential(vendor));
        line(text, "Bound of the answer", List.of(vendor.maxTokensMember()));
        Set<String> refused = new TreeSet<>(vendor.deviations().refused());
        if (refused.remove("stream_options")) {
            text.append("- `stream_options` is left out; usage of streams comes unasked.\n");
        }
        line(text, "Left out and reported", refused);
        line(
                text,
                "Left out of messages and reported",
                new TreeSet<>(vendor.deviations().refusedInMessages()));
        line(text, "Renamed", pairs(vendor.deviations().renamed()));
        line(text, "Words for `reasoning_effort`", pairs(vendor.deviations().efforts()));
        if (!vendor.deviations().developerRole()) {
            text.append("- The role `developer` is sent as `system`.\n");
        }
        if (vendor.reasoningContent()) {
            text.append("- Thinking is sent back as `reasoning_content`.\n");
        }
        vendor.quirks().forEach(quirk -> text.append("- Known: ").append(quirk).append(".\n"));
        text.append("- Source: <").append(vendor.documentation()).append(">\n");
    }

    private static List<String> credential(VendorDescription vendor) {
        return List.of(
                (vendor.authentication().header() + ": " + vendor.authentication().prefix()).strip()
                        + " KEY");
    }

    private static List<String> pairs(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream().map(e -> e.getKey() + " -> " + e.getValue()).toList();
    }

    private static void line(StringBuilder text, String what, Iterable<String> values) {
        String list = String.join("`, `", values);
        if (!list.isEmpty()) {
            text.append("- ").append(what).append(": `").append(list).append("`.\n");
        }
    }
}
