// SPDX-License-Identifier: Apache-2.0
package dev.penstock.providers.exchange;

import dev.penstock.spi.ProviderSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What the paths of a vendor are appended to.
///
/// @param text scheme, host, port and path, without a slash at the end
public record BaseUrl(String text) {

    /// The base URL of a provider.
    ///
    /// @param otherwise the type's own, or null when one must be configured
    /// @throws IllegalArgumentException when there is none or it cannot be one; the message does not
    ///     repeat it, since people put keys into URLs
    public static BaseUrl of(ProviderSettings settings, @Nullable URI otherwise) {
        URI url = settings.baseUrl() == null ? otherwise : settings.baseUrl();
        String which = "base URL of provider '" + settings.uid() + "'";
        if (url == null) {
            throw new IllegalArgumentException(
                    which + " is missing but this type has no default; give one");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    which + " has no host but must be like https://host/path");
        }
        if (url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    which
                            + " holds a user, a query or a fragment but must be like"
                            + " https://host/path; a key belongs into the credential");
        }
        return new BaseUrl(withoutSlashes(url.toString()));
    }

    /// The same without a certain end, if it has that.
    public BaseUrl without(String end) {
        return text.endsWith(end)
                ? new BaseUrl(withoutSlashes(text.substring(0, text.length() - end.length())))
                : this;
    }

    URI at(String path) {
        return URI.create(text + path);
    }

    private static String withoutSlashes(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }
}
