// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.wire.Addressed;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last part of a path in Google's format: a model, perhaps with slashes and colons in its name,
/// and behind the last colon what is asked of it.
///
/// @param model as the caller wrote it, decoded, without `models/` before it
/// @param method such as `generateContent`
record GeminiPath(String model, String method) {

    static final String GENERATE = "generateContent";
    static final String STREAM = "streamGenerateContent";
    static final String COUNT = "countTokens";

    private static final List<String> METHODS = List.of(GENERATE, STREAM, COUNT);
    private static final String COLLECTION = "models/";

    /// The parameter of routes that takes it.
    static final String PARAMETER = "call";

    /// Reads the path of a request to such a route.
    ///
    /// @throws FailureException NOT_FOUND when nothing that is served here is asked
    static GeminiPath of(ServerRequest request) {
        GeminiPath path = parse(request.path().pathParameters().get(PARAMETER));
        if (path == null || !METHODS.contains(path.method())) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.NOT_FOUND,
                            "this path must end in a model and one of :"
                                    + String.join(", :", METHODS)));
        }
        return path;
    }

    private static @Nullable GeminiPath parse(String text) {
        int colon = text.lastIndexOf(':');
        String model = colon < 0 ? "" : text.substring(0, colon);
        if (model.startsWith(COLLECTION)) {
            model = model.substring(COLLECTION.length());
        }
        return model.isBlank() ? null : new GeminiPath(model, text.substring(colon + 1));
    }

    /// Whether a path looks like a call in Google's format, wherever it goes.
    static boolean isCall(String path) {
        int colon = path.lastIndexOf(':');
        if (colon < 0) {
            return false;
        }
        String method = path.substring(colon + 1);
        int query = method.indexOf('?');
        return METHODS.contains(query < 0 ? method : method.substring(0, query));
    }

    /// What it says on the call.
    ///
    /// @throws FailureException BAD_REQUEST when a stream is asked for in another form than events
    static Addressed addressed(ServerRequest request) {
        GeminiPath path = of(request);
        boolean stream = path.method().equals(STREAM);
        if (stream && !asked(request, "alt", "sse") && !asked(request, "$alt", "sse")) {
            throw new FailureException(
                    new Failure.Caller(
                            Failure.CallerKind.BAD_REQUEST,
                            "streamGenerateContent answers in server-sent events only; add ?alt=sse"
                                    + " to the path, or use generateContent",
                            "alt"));
        }
        return new Addressed(path.model(), stream);
    }

    private static boolean asked(ServerRequest request, String name, String value) {
        return request.query().contains(name) && request.query().all(name).contains(value);
    }
}
