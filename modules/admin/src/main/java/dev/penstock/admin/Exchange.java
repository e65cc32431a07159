// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// One request, as far as routes look at it.
final class Exchange {

    /// The largest body that the API reads.
    static final int MAX_BODY = 1 << 20;

    private final ServerRequest request;
    private final Origins.Origin origin;

    Exchange(ServerRequest request, Origins.Origin origin) {
        this.origin = origin;
        this.request = request;
    }

    /// The body, which must be one JSON object.
    Fields body() {
        return Fields.parse(json(MAX_BODY));
    }

    /// The bytes of a JSON body.
    ///
    /// @param most refused when it is larger
    byte[] json(int most) {
        String type = header(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw Problem.of(
                    415,
                    "Unsupported content type",
                    "content-type is '" + type + "' but must be application/json");
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Problem.of(
                        413, "Body too large", "the body is larger than " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The id in the path.
    UUID id() {
        String text = request.path().pathParameters().get("id");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw Problem.notFound("there is nothing with the id '" + text + "'");
        }
    }

    /// A part of the path by its name in the route.
    String part(String name) {
        return request.path().pathParameters().get(name);
    }

    /// Which of the media types offered the caller likes best; the first one when none is named.
    String preferred(String first, String... others) {
        MediaType[] offered =
                Stream.concat(Stream.of(first), Stream.of(others))
                        .map(MediaTypes::create)
                        .toArray(MediaType[]::new);
        return request.headers().bestAccepted(offered).map(MediaType::text).orElse(first);
    }

    /// Whether the caller takes a media type.
    boolean accepts(String type) {
        return request.headers().isAccepted(MediaTypes.create(type));
    }

    Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(v -> !v.isBlank());
    }

    Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    Optional<String> cookie(String name) {
        return request.headers().cookies().first(name).asOptional();
    }

    /// Whether the caller speaks TLS, with us or with a trusted proxy.
    boolean secure() {
        return origin.secure();
    }

    /// The address of the caller.
    String peer() {
        return origin.address();
    }

    /// Refuses to take or give what opens the console where anybody on the way could read it.
    void requireConfidential() {
        if (!origin.confidential()) {
            throw Problem.forbidden(
                    "passwords and sessions are not sent over plain HTTP to another machine; switch"
                            + " TLS on (tls.certificate and tls.private_key), name the proxy that"
                            + " ends TLS in trusted_proxies, or use localhost");
        }
    }

    /// Whether the page that makes the call, if any, is one of ours.
    boolean sameOrigin() {
        Optional<String> page = header(HeaderNames.ORIGIN);
        if (page.isEmpty()) {
            return true;
        }
        try {
            return origin.host().equalsIgnoreCase(URI.create(page.get()).getRawAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
