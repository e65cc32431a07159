// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads vendor files: `{"vendors":[...]}`. All mistakes are told at once, each with its line.
final class VendorReader {

    private final List<String> mistakes = new ArrayList<>();
    private final List<VendorDescription> vendors = new ArrayList<>();
    private final Set<String> types = new HashSet<>();

    private VendorReader() {}

    /// Reads a file.
    ///
    /// @throws IllegalArgumentException see [dev.penstock.spi.DescribedProviders#read]
    static List<VendorDescription> read(byte[] file) {
        FileValue root = FileValue.parse(file);
        VendorReader reader = new VendorReader();
        reader.file(root);
        if (!reader.mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", reader.mistakes));
        }
        return reader.vendors;
    }

    private void file(FileValue root) {
        FileMembers members = new FileMembers(root, mistakes);
        FileValue list = members.need("vendors");
        members.end();
        if (list == null) {
            return;
        }
        if (!(list.value() instanceof List<?> elements) || elements.isEmpty()) {
            mistakes.add(list.at("vendors must be an array of at least one vendor"));
            return;
        }
        for (Object element : elements) {
            vendor((FileValue) element);
        }
    }

    private void vendor(FileValue value) {
        int before = mistakes.size();
        VendorDescription vendor = VendorMembers.read(new FileMembers(value, mistakes));
        if (mistakes.size() > before || vendor == null) {
            return;
        }
        if (!types.add(vendor.type())) {
            mistakes.add(value.at("type '" + vendor.type() + "' is described twice"));
            return;
        }
        vendors.add(vendor);
    }
}
