// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectTransportRequest;

/// A request that is not taken as HTTP/1.1. It is a [RequestException], so that the server answers it
/// with its status wherever a handler lets it pass. Without a stack: it says what a caller did.
final class Misframed extends RequestException {

    private static final long serialVersionUID = 1L;

    private Misframed(int status, String message) {
        super(
                RequestException.builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .status(Status.create(status))
                        .request(DirectTransportRequest.create("HTTP/1.1", "", ""))
                        .setKeepAlive(false)
                        .message(message));
    }

    static Misframed bad(String message) {
        return new Misframed(400, message);
    }

    static Misframed of(int status, String message) {
        return new Misframed(status, message);
    }

    /// The same once more. Thrown while a stream is closed for the first one, that one itself could not
    /// be added to it.
    Misframed again() {
        return new Misframed(status().code(), sentence());
    }

    /// A sentence without anything that the caller sent.
    String sentence() {
        String message = getMessage();
        return message == null ? "the request is not well-formed HTTP/1.1" : message;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It does nothing.
    public Throwable fillInStackTrace() {
        return this;
    }
}
