// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.FailureException;
import dev.penstock.state.StateException;
import dev.penstock.state.User;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Through here every call of the API goes in and out: rights before, problems after.
final class Door {

    private static final System.Logger LOG = System.getLogger(Door.class.getName());

    /// Writes answers.
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private final Access access;
    private final Supplier<UUID> ids;
    private final Origins origins;

    Door(Access access, Supplier<UUID> ids, Origins origins) {
        this.origins = origins;
        this.access = access;
        this.ids = ids;
    }

    Handler guarded(User.Role least, Routes.Action action) {
        return (request, response) ->
                answer(
                        request,
                        response,
                        (exchange, id) -> {
                            Principal principal =
                                    access.require(
                                            id, exchange, request.prologue().method(), least);
                            return action.run(exchange, principal);
                        });
    }

    Handler open(Routes.OpenAction action) {
        return (request, response) ->
                answer(request, response, (exchange, _) -> action.run(exchange));
    }

    /// What no route takes: a sentence instead of the server's own page.
    void registerRest(HttpRouting.Builder routing) {
        routing.any(
                Routes.PREFIX + "/*",
                (request, response) ->
                        answer(
                                request,
                                response,
                                (_, _) -> {
                                    throw Problem.notFound(
                                            "there is no "
                                                    + request.prologue().method().text()
                                                    + " here; see docs/reference/admin-api.md");
                                }));
    }

    private interface Entered {
        Reply run(Exchange exchange, String requestId);
    }

    private void answer(ServerRequest request, ServerResponse response, Entered action) {
        String requestId = ids.get().toString();
        response.header(HeaderNames.create("x-request-id"), requestId);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("x-content-type-options"), "nosniff");
        try {
            Reply reply = action.run(new Exchange(request, origins.of(request)), requestId);
            reply.cookies().forEach(c -> response.headers().add(HeaderNames.SET_COOKIE, c));
            reply.etag().ifPresent(tag -> response.header(HeaderNames.ETAG, tag));
            response.status(Status.create(reply.status()));
            if (reply.body() == null) {
                response.send();
            } else if (reply.body() instanceof Reply.Streamed streamed) {
                streamed.send(response);
            } else if (reply.body() instanceof Written written) {
                response.header(HeaderNames.CONTENT_TYPE, written.type());
                response.send(written.content());
            } else {
                response.header(HeaderValues.CONTENT_TYPE_JSON);
                response.send(
                        reply.body() instanceof Reply.Document written
                                ? written.json()
                                : MAPPER.writeValueAsBytes(reply.body()));
            }
        } catch (ProblemException e) {
            send(response, e.problem(), requestId);
        } catch (StateException e) {
            send(response, problem(e, requestId), requestId);
        } catch (FailureException e) {
            send(
                    response,
                    Problem.of(502, "Provider failed", e.failure().message()).problem(),
                    requestId);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "admin call " + requestId + " failed", e);
            send(response, internal(requestId), requestId);
        }
    }

    private static Problem problem(StateException e, String requestId) {
        return switch (e.kind()) {
            case CONFLICT -> Problem.conflict(String.valueOf(e.getMessage())).problem();
            case OUTDATED ->
                    Problem.of(412, "Changed meanwhile", String.valueOf(e.getMessage())).problem();
            case SECRET_REQUIRED ->
                    Problem.of(422, "Secret required", String.valueOf(e.getMessage())).problem();
            case NOT_FOUND -> Problem.notFound(String.valueOf(e.getMessage())).problem();
            case UNAVAILABLE -> {
                LOG.log(Level.ERROR, "admin call " + requestId + ": the store is unavailable", e);
                yield Problem.of(
                                503, "Store unavailable", "the database does not answer; try again")
                        .problem();
            }
            case UNUSABLE -> {
                LOG.log(Level.ERROR, "admin call " + requestId + ": the store is unusable", e);
                yield internal(requestId);
            }
        };
    }

    private static Problem internal(String requestId) {
        return Problem.of(
                        500,
                        "Internal error",
                        "the gateway failed; its log says more under request id " + requestId)
                .problem();
    }

    private static void send(ServerResponse response, Problem problem, String requestId) {
        response.status(Status.create(problem.status()));
        response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        if (problem.retryAfter() != null) {
            response.header(
                    HeaderNames.create("retry-after"),
                    Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        response.send(
                MAPPER.writeValueAsBytes(
                        new Details(
                                "about:blank",
                                problem.title(),
                                problem.status(),
                                problem.detail(),
                                problem.errors(),
                                requestId)));
    }

    /// A problem as it is written.
    record Details(
            String type,
            String title,
            int status,
            String detail,
            List<Problem.Mistake> errors,
            String requestId) {}

    /// Whether a method changes nothing.
    static boolean safe(Method method) {
        return method.equals(Method.GET) || method.equals(Method.HEAD);
    }
}
