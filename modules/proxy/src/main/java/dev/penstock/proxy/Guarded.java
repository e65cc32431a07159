// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Engine;
import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;

/// What stands before every endpoint: the key is checked from the headers, on the route that was
/// matched, before anything of the body is read; and whatever goes wrong is answered in the dialect.
final class Guarded implements Handler {

    private static final System.Logger LOG = System.getLogger(Guarded.class.getName());

    /// An endpoint that knows its caller.
    interface Endpoint {
        /// Answers, or throws before anything was sent.
        void serve(UUID id, Caller caller, ServerRequest request, ServerResponse response);
    }

    /// How the dialect of a request is found.
    interface Speaks {
        Dialect dialect(ServerRequest request);
    }

    private final Engine engine;
    private final Speaks speaks;
    private final Endpoint endpoint;

    Guarded(Engine engine, Speaks speaks, Endpoint endpoint) {
        this.engine = engine;
        this.speaks = speaks;
        this.endpoint = endpoint;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        UUID id = engine.newCallId();
        Failure failure;
        try {
            Caller caller = engine.authenticate(KeyPlaces.find(request.headers()));
            endpoint.serve(id, caller, request, response);
            return;
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            failure = explain(id, e);
        }
        Answers.failure(request, response, speaks.dialect(request), id, failure);
    }

    /// What a caller is told of an exception. Defects are logged here, once; what they are is
    /// nobody's business outside.
    static Failure explain(UUID id, RuntimeException e) {
        if (e instanceof FailureException known) {
            Failure failure = known.failure();
            if (failure instanceof Failure.Gateway(var kind, _, _)
                    && kind == Failure.GatewayKind.INTERNAL) {
                LOG.log(System.Logger.Level.ERROR, "call " + id + " failed inside", e);
            }
            return failure;
        }
        LOG.log(System.Logger.Level.ERROR, "call " + id + " failed inside", e);
        return new Failure.Gateway(
                Failure.GatewayKind.INTERNAL,
                "the gateway failed; its log has more under request id " + id,
                null);
    }
}
