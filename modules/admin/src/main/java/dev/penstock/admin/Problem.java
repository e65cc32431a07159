// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A refusal as RFC 9457 problem details.
///
/// @param status the HTTP status
/// @param title what kind of problem, the same for all of its kind
/// @param detail what is wrong here and what to do
/// @param errors all mistakes of the body; empty when it is not about the body
/// @param retryAfter when to try again, or null
record Problem(
        int status,
        String title,
        String detail,
        List<Mistake> errors,
        @Nullable Duration retryAfter) {

    /// One mistake.
    ///
    /// @param pointer RFC 6901 pointer to the member, or the query parameter's name
    /// @param message value and rule
    /// @param line of a declarative file, from 1, or null
    /// @param column of it, from 1, or null
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mistake(
            String pointer, String message, @Nullable Integer line, @Nullable Integer column) {

        Mistake(String pointer, String message) {
            this(pointer, message, null, null);
        }
    }

    static ProblemException badRequest(String detail) {
        return of(400, "Bad request", detail);
    }

    static ProblemException invalid(List<Mistake> mistakes) {
        String detail =
                mistakes.size() == 1
                        ? mistakes.getFirst().pointer() + ": " + mistakes.getFirst().message()
                        : mistakes.size() + " mistakes; see errors";
        return new ProblemException(new Problem(422, "Invalid body", detail, mistakes, null));
    }

    static ProblemException unauthenticated(String detail) {
        return of(401, "Not signed in", detail);
    }

    static ProblemException forbidden(String detail) {
        return of(403, "Not allowed", detail);
    }

    static ProblemException notFound(String detail) {
        return of(404, "Not found", detail);
    }

    static ProblemException conflict(String detail) {
        return of(409, "Conflict", detail);
    }

    static ProblemException tooMany(String detail, Duration retryAfter) {
        return new ProblemException(
                new Problem(429, "Too many tries", detail, List.of(), retryAfter));
    }

    static ProblemException of(int status, String title, String detail) {
        return new ProblemException(new Problem(status, title, detail, List.of(), null));
    }
}
