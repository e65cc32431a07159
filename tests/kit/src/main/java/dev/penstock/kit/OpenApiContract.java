// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds a server to the OpenAPI 3.1 document that it serves: what it answers, and what it accepts, must
/// be described there. Schemas are checked by a validator of JSON Schema 2020-12, formats included.
///
/// Safe for many threads.
public final class OpenApiContract {

    private static final String IRI = "https://penstock.test/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonNode document;
    private final String base;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    private OpenApiContract(String text) {
        this.document = MAPPER.readTree(text);
        this.base = document.path("servers").path(0).path("url").asString("");
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemas(Map.of(IRI, text))
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .build()));
    }

    /// The contract of a document.
    ///
    /// @param document JSON text
    public static OpenApiContract of(String document) {
        return new OpenApiContract(document);
    }

    /// The described operations, such as `GET /keys/{id}`, sorted.
    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().propertyNames().stream()
                                .filter(METHODS::contains)
                                .map(method ->
                                        method.toUpperCase(Locale.ROOT) + " " + path.getKey())
                                .forEach(operations::add));
        return operations;
    }

    /// The answers that were checked so far, such as `GET /keys 200`.
    public Set<String> answered() {
        return Set.copyOf(answered);
    }

    /// Checks an answer: its operation, its status, its content type and its body must be described.
    ///
    /// @param method such as `GET`
    /// @param path as it was asked for, without the query
    /// @param status of the answer
    /// @param contentType of the answer, empty for none
    /// @param body of the answer, empty for none
    /// @throws AssertionError naming the operation and the place
    public void checkAnswer(
            String method, String path, int status, String contentType, String body) {
        Optional<String> template = template(method, path);
        if (template.isEmpty()) {
            assertThat(status)
                    .as("status of %s %s, which is not described", method, path)
                    .isIn(401, 403, 404, 405);
            return;
        }
        String operation = pointer(template.get(), method);
        JsonNode responses = document.at(operation + "/responses");
        String name = responses.has(Integer.toString(status)) ? "" + status : "default";
        assertThat(name.equals("default") && status < 400)
                .as("%s %s answered %s, which is not described", method, path, status)
                .isFalse();
        String response = resolved(operation + "/responses/" + name);
        JsonNode content = document.at(response + "/content");
        if (content.isEmpty()) {
            assertThat(body).as("body of %s %s %s", method, path, status).isEmpty();
        } else {
            String type = contentType.split(";", 2)[0].strip();
            assertThat(content.propertyNames())
                    .as("content type of %s %s %s", method, path, status)
                    .contains(type);
            if (type.endsWith("json")) {
                check(
                        response + "/content/" + escaped(type) + "/schema",
                        "%s %s %s".formatted(method, path, status),
                        body);
            }
        }
        answered.add(method + " " + template.get() + " " + status);
    }

    /// Checks a JSON body that the server accepted: it must be described.
    ///
    /// @throws AssertionError naming the operation and the place
    public void checkAccepted(String method, String path, String body) {
        String operation = pointer(template(method, path).orElseThrow(), method);
        check(
                operation + "/requestBody/content/application~1json/schema",
                "accepted body of %s %s".formatted(method, path),
                body);
    }

    private void check(String pointer, String what, String body) {
        assertThat(document.at(pointer).isMissingNode()).as("%s has no schema", what).isFalse();
        Schema schema =
                schemas.computeIfAbsent(
                        pointer, p -> registry.getSchema(SchemaLocation.of(IRI + "#" + p)));
        assertThat(schema.validate(body, InputFormat.JSON))
                .as("%s as the document has it: %s", what, body)
                .isEmpty();
    }

    private String resolved(String pointer) {
        String ref = document.at(pointer).path("$ref").asString("");
        return ref.isEmpty() ? pointer : ref.substring(1);
    }

    private Optional<String> template(String method, String path) {
        String inside = path.startsWith(base) ? path.substring(base.length()) : path;
        return document.path("paths").properties().stream()
                .filter(entry ->
                        entry.getValue().has(method.toLowerCase(Locale.ROOT))
                                && pattern(entry.getKey()).matcher(inside).matches())
                .map(Map.Entry::getKey)
                // A literal path stands before one with parameters.
                .min(Comparator.comparing(key -> key.contains("{")));
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"));
    }

    private static String pointer(String template, String method) {
        return "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /// Checks the document itself: every reference leads somewhere, operation ids are unique.
    ///
    /// @throws AssertionError naming what is wrong
    public void checkDocument() {
        assertThat(document.path("openapi").asString()).startsWith("3.1.");
        Set<String> ids = new HashSet<>();
        document.findValues("operationId")
                .forEach(id -> assertThat(ids.add(id.asString())).as("%s is unique", id).isTrue());
        assertThat(ids).hasSameSizeAs(operations());
        document.findValues("$ref")
                .forEach(ref ->
                        assertThat(document.at(ref.asString().substring(1)).isMissingNode())
                                .as("%s leads nowhere", ref)
                                .isFalse());
    }
}
