// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.Reply.Document;
import io.helidon.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Describes the API in OpenAPI 3.1. The document lies in parts, one for each kind of thing; it is put
/// together once.
final class ApiDescription implements Endpoint {

    private static final String FOLDER = "/META-INF/penstock/openapi/";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Document document;

    /// @param parts names of the parts, in the order in which readers should meet them
    ApiDescription(List<String> parts) {
        ObjectNode whole = (ObjectNode) read("base");
        parts.forEach(part -> merge(whole, (ObjectNode) read(part)));
        this.document = new Document(MAPPER.writeValueAsBytes(whole));
    }

    @Override
    public String part() {
        return "openapi";
    }

    @Override
    public void register(Routes routes) {
        routes.open(Method.GET, "/openapi.json", _ -> Reply.ok(document));
    }

    private static JsonNode read(String part) {
        String name = FOLDER + part + ".json";
        try (InputStream in = ApiDescription.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        name + " is missing from the module; every endpoint has a part of it");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A part adds members; one that it shares with another part must say the same.
    private static void merge(ObjectNode whole, ObjectNode part) {
        part.properties()
                .forEach(member -> {
                    JsonNode there = whole.get(member.getKey());
                    if (there == null) {
                        whole.set(member.getKey(), member.getValue());
                    } else if (there.isArray()) {
                        member.getValue().forEach(there.asArray()::add);
                    } else if (there.isObject()) {
                        merge((ObjectNode) there, (ObjectNode) member.getValue());
                    } else if (!there.equals(member.getValue())) {
                        throw new IllegalStateException(
                                "two parts of the API's description differ in " + member.getKey());
                    }
                });
    }
}
