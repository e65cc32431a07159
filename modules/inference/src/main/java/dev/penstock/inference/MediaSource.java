// SPDX-License-Identifier: Apache-2.0
package dev.penstock.inference;

/// Where the bytes of an image, a document or a sound are.
public sealed interface MediaSource {

    /// The bytes stand in the request itself.
    ///
    /// @param mediaType an RFC 6838 media type, such as `image/png`
    /// @param base64 the bytes in RFC 4648 base64, without a data-URL prefix
    record Inline(String mediaType, String base64) implements MediaSource {
        public Inline {
            Checks.notBlank(mediaType, "media type");
            Checks.notBlank(base64, "inline media");
        }
    }

    /// The provider fetches the bytes; the gateway never does.
    ///
    /// @param url an absolute `https` or `http` URL as the caller wrote it
    record Remote(String url) implements MediaSource {
        public Remote {
            Checks.notBlank(url, "media URL");
        }
    }
}
