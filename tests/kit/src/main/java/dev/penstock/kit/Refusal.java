// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import org.jspecify.annotations.Nullable;

/// A simulated provider refuses a request, with what stands in its error body.
final class Refusal extends RuntimeException {
    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;

    Refusal(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    @Nullable String code() {
        return code;
    }

    @Nullable String param() {
        return param;
    }

    String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
