// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import tools.jackson.databind.node.ObjectNode;

/// One of the official Node clients.
record NodeSdk(NodeDriver driver, String name, Dialect dialect) implements Sdk {
    @Override
    public Outcome call(Door door, Mode mode, ObjectNode request) {
        return NodeDriver.outcome(driver.call(name, mode.id(), door, request));
    }

    @Override
    public String exception(int status) {
        return switch (status) {
            case 400 -> "BadRequestError";
            case 401 -> "AuthenticationError";
            case 403 -> "PermissionDeniedError";
            case 404 -> "NotFoundError";
            case 409 -> "ConflictError";
            case 422 -> "UnprocessableEntityError";
            case 429 -> "RateLimitError";
            case 529 -> name.equals("anthropic") ? "OverloadedError" : "InternalServerError";
            default -> status >= 500 ? "InternalServerError" : "APIError";
        };
    }

    @Override
    public String toString() {
        return "npm " + name;
    }
}
