// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// The pages for people. A fixed list of files out of this module: no path of a request ever names a
/// file. The content policy allows nothing but these files and calls to this server.
final class Pages {

    private static final String FOLDER = "/META-INF/penstock/web-admin/";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; form-action 'none'; base-uri 'none'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'";
    private static final String SETUP = "/setup";
    private static final Map<String, Page> PAGES =
            Map.of(
                    "/",
                    new Page("index.html", "text/html; charset=utf-8"),
                    SETUP,
                    new Page("setup.html", "text/html; charset=utf-8"),
                    "/assets/index.js",
                    new Page("index.js", "text/javascript; charset=utf-8"),
                    "/assets/setup.js",
                    new Page("setup.js", "text/javascript; charset=utf-8"),
                    "/assets/style.css",
                    new Page("style.css", "text/css; charset=utf-8"),
                    "/assets/icon.svg",
                    new Page("icon.svg", "image/svg+xml"));

    // A person must not type a password where anybody on the way can read it.
    private static final Page PLAIN = new Page("plain.html", "text/html; charset=utf-8");

    private final Origins origins;

    Pages(Origins origins) {
        this.origins = origins;
    }

    /// A file and what it is.
    private record Page(String file, String type) {}

    /// Adds a route for each file.
    void register(HttpRouting.Builder routing) {
        byte[] plain = load(PLAIN.file());
        PAGES.forEach((path, page) -> {
            byte[] bytes = load(page.file());
            boolean confidential = path.equals(SETUP);
            routing.get(
                    path,
                    (request, response) -> {
                        boolean refused = confidential && !origins.of(request).confidential();
                        send(response, page.type(), refused ? plain : bytes);
                    });
        });
    }

    private static void send(ServerResponse response, String type, byte[] bytes) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        response.header(HeaderNames.create("content-security-policy"), POLICY);
        response.header(HeaderNames.create("x-content-type-options"), "nosniff");
        response.header(HeaderNames.create("referrer-policy"), "no-referrer");
        response.send(bytes);
    }

    private static byte[] load(String file) {
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + file + " is missing from the module");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
