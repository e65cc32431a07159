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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One request, as far as routes look at it.
final class Exchange {

    /// The largest body that the API reads.
    static final int MAX_BODY = 1 << 20;

    /// How many things a list gives when nothing is said.
    static final int DEFAULT_LIMIT = 50;

    /// How many things a list gives at most.
    static final int MOST = 500;

    private static final Pattern TAG = Pattern.compile("\"\\d{1,18}\"");

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
        return content(most, "application/json").bytes();
    }

    /// A body.
    ///
    /// @param type one of those that were asked for
    /// @param bytes as they came
    @SuppressWarnings("ArrayRecordComponent")
    record Content(String type, byte[] bytes) {}

    /// The body, which must be of one of some types.
    Content content(String... types) {
        return content(MAX_BODY, types);
    }

    private Content content(int most, String... types) {
        String sent = header(HeaderNames.CONTENT_TYPE).orElse("");
        String type = sent.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!List.of(types).contains(type)) {
            throw Problem.of(
                    415,
                    "Unsupported content type",
                    "content-type is '" + sent + "' but must be " + String.join(" or ", types));
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Problem.of(
                        413, "Body too large", "the body is larger than " + most + " bytes");
            }
            return new Content(type, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The id in the path.
    UUID id() {
        return id("id");
    }

    /// Another id in the path.
    UUID id(String parameter) {
        return idOf(request.path().pathParameters().get(parameter));
    }

    /// The id that a text is.
    ///
    /// @throws ProblemException when it is none
    UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw Problem.notFound("there is nothing with the id '" + text + "'");
        }
    }

    /// The revision in which the caller expects the thing, by `if-match`, or null for any.
    @Nullable Long expected() {
        String tag = header(HeaderNames.IF_MATCH).map(String::strip).orElse("*");
        if (tag.equals("*")) {
            return null;
        }
        if (!TAG.matcher(tag).matches()) {
            throw Problem.of(
                    412,
                    "Changed meanwhile",
                    "if-match names no revision of this; send the one etag that its GET answers");
        }
        return Long.valueOf(tag.substring(1, tag.length() - 1));
    }

    /// How many things of a list the caller wants at once.
    int limit() {
        String text = query("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw Problem.badRequest(
                    "limit is '" + text + "' but must be a number from 1 to " + MOST);
        }
        return limit;
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
