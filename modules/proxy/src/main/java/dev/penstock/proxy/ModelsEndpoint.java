// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import dev.penstock.engine.Engine;
import dev.penstock.engine.ListedModel;
import dev.penstock.inference.Caller;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.wire.PublicModel;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;

/// The models that a caller may use, in the shape that it expects.
final class ModelsEndpoint {

    private final Engine engine;
    private final Guarded.Speaks speaks;

    ModelsEndpoint(Engine engine, Guarded.Speaks speaks) {
        this.engine = engine;
        this.speaks = speaks;
    }

    void list(UUID id, Caller caller, ServerRequest request, ServerResponse response) {
        Dialect dialect = speaks.dialect(request);
        byte[] body =
                dialect.codec()
                        .encodeModels(
                                engine.models(caller).stream().map(ModelsEndpoint::shown).toList());
        Answers.id(response, dialect, id);
        Answers.json(request, response, body);
    }

    void one(UUID id, Caller caller, ServerRequest request, ServerResponse response) {
        Dialect dialect = speaks.dialect(request);
        String name = request.path().pathParameters().get("id");
        ListedModel found =
                engine.models(caller).stream()
                        .filter(model -> model.id().equals(name))
                        .findFirst()
                        .orElseThrow(ModelsEndpoint::unknown);
        Answers.id(response, dialect, id);
        Answers.json(request, response, dialect.codec().encodeModel(shown(found)));
    }

    private static PublicModel shown(ListedModel model) {
        int slash = model.id().indexOf('/');
        String owner = slash > 0 ? model.id().substring(0, slash) : model.provider();
        return new PublicModel(model.id(), owner, model.id(), model.created());
    }

    private static FailureException unknown() {
        return new FailureException(
                new Failure.Caller(
                        Failure.CallerKind.UNKNOWN_MODEL,
                        "there is no such model, or this key may not use it; GET /v1/models lists"
                                + " those it may",
                        "model"));
    }
}
