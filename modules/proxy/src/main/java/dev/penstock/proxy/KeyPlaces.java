// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.Secret;
import dev.penstock.spi.PresentedKey;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where callers put their key. Never the URL: it ends up in logs of every machine on the way, so a
/// `?key=` is not even looked at.
final class KeyPlaces {

    private static final List<HeaderName> HEADERS =
            List.of(
                    HeaderNames.create("x-api-key"),
                    HeaderNames.create("api-key"),
                    HeaderNames.create("x-goog-api-key"),
                    HeaderNames.create("xi-api-key"));

    private static final Set<String> NAMES =
            Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "xi-api-key");

    private KeyPlaces() {}

    /// Whether a header, by its lower-case name, may hold a key.
    static boolean isKeyHeader(String lowerCaseName) {
        return NAMES.contains(lowerCaseName);
    }

    /// The one key of a request.
    ///
    /// @throws FailureException UNAUTHENTICATED when there is none, or two different ones
    static PresentedKey find(Headers headers) {
        PresentedKey found = null;
        for (String line : headers.all(HeaderNames.AUTHORIZATION, List::of)) {
            found = same(found, authorization(line), "authorization");
        }
        for (HeaderName name : HEADERS) {
            for (String line : headers.all(name, List::of)) {
                found = same(found, line.strip(), name.lowerCase());
            }
        }
        if (found == null) {
            throw unauthenticated(
                    "no API key was sent; send yours as 'Authorization: Bearer ...' or in x-api-key");
        }
        return found;
    }

    private static @Nullable PresentedKey same(
            @Nullable PresentedKey found, @Nullable String value, String place) {
        if (value == null || value.isBlank()) {
            return found;
        }
        Secret secret = Secret.of(value);
        if (found == null) {
            return new PresentedKey(secret, place);
        }
        if (!found.secret().equals(secret)) {
            throw unauthenticated(
                    "two different API keys were sent, in %s and in %s; send one"
                            .formatted(found.place(), place));
        }
        return found;
    }

    private static @Nullable String authorization(String line) {
        String text = line.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String scheme = text.substring(0, space);
        String rest = text.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return rest;
        }
        return scheme.equalsIgnoreCase("Basic") ? password(rest) : null;
    }

    private static @Nullable String password(String credentials) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException _) {
            return null;
        }
        String text = new String(decoded, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        return colon < 0 ? null : text.substring(colon + 1);
    }

    private static FailureException unauthenticated(String message) {
        return new FailureException(
                new Failure.Caller(Failure.CallerKind.UNAUTHENTICATED, message));
    }
}
