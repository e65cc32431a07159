// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.vendors;

import dev.penstock.wire.Deviations;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the members of one vendor.
final class VendorMembers {

    private static final String TYPE = "[a-z0-9_-]{1,32}";
    private static final String URL = "https?://[^\\s?#@]+";
    private static final String PATH = "/[!-~]*";
    private static final String PATH_RULE = "must be a path that begins with /";
    private static final String HEADER = "[a-z0-9-]{1,64}";
    private static final String MEMBER = "[a-z0-9_]{1,64}";
    private static final String MEMBER_RULE = "must be the name of a member";
    private static final String ANY = "(?s).*\\S.*";

    private VendorMembers() {}

    /// Reads a vendor; of one with mistakes the result means nothing.
    static @Nullable VendorDescription read(FileMembers in) {
        String url = in.text("base_url", URL, "must be like https://host/path", "");
        Deviations deviations = deviations(in);
        VendorDescription vendor =
                new VendorDescription(
                        in.neededText("type", TYPE, "must be 1 to 32 of a-z 0-9 _ -"),
                        in.neededText("name", ANY, "must not be blank"),
                        url.isEmpty() ? null : URI.create(url),
                        in.neededText(
                                        "credential",
                                        "required|optional",
                                        "must be required or optional")
                                .equals("required"),
                        authentication(in),
                        in.text("models", PATH, PATH_RULE, "/models"),
                        in.text("chat", PATH, PATH_RULE, "/chat/completions"),
                        embeddings(in),
                        completions(in),
                        in.text("max_tokens", MEMBER, MEMBER_RULE, "max_tokens"),
                        in.text("end_user", MEMBER, MEMBER_RULE, "user"),
                        in.flag("reasoning_content", false),
                        deviations,
                        in.text(
                                "request_id",
                                HEADER,
                                "must be a header in lower case",
                                "x-request-id"),
                        List.copyOf(in.texts("quirks")),
                        documentation(in));
        in.end();
        return vendor;
    }

    private static Deviations deviations(FileMembers in) {
        Map<String, String> renamed = in.pairs("renamed");
        return new Deviations(
                in.texts("refused"),
                in.texts("refused_in_messages"),
                renamed,
                in.pairs("reasoning_efforts"),
                in.flag("developer_role", true));
    }

    private static VendorDescription.Authentication authentication(FileMembers in) {
        FileMembers inside = in.inside("authentication");
        if (inside == null) {
            return new VendorDescription.Authentication("authorization", "Bearer ");
        }
        VendorDescription.Authentication authentication =
                new VendorDescription.Authentication(
                        inside.neededText("header", HEADER, "must be a header in lower case"),
                        inside.text("prefix", "[ -~]*", "must be printable ASCII", ""));
        inside.end();
        return authentication;
    }

    private static VendorDescription.@Nullable Embeddings embeddings(FileMembers in) {
        FileMembers inside = in.inside("embeddings");
        if (inside == null) {
            return null;
        }
        VendorDescription.Embeddings embeddings =
                new VendorDescription.Embeddings(
                        inside.text("path", PATH, PATH_RULE, "/embeddings"),
                        inside.flag("base64", false),
                        inside.texts("refused"));
        inside.end();
        return embeddings;
    }

    private static @Nullable String completions(FileMembers in) {
        String path = in.text("completions", PATH, PATH_RULE, "");
        return path.isEmpty() ? null : path;
    }

    private static @Nullable String documentation(FileMembers in) {
        String url = in.text("documentation", URL, "must be like https://host/path", "");
        return url.isEmpty() ? null : url;
    }
}
