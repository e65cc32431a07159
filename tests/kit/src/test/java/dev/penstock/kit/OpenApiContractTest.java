// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiContractTest {

    private static final String DOCUMENT =
            """
            {"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
             "servers": [{"url": "/api"}],
             "paths": {"/things/{id}": {
               "get": {"operationId": "getThing", "responses": {
                 "200": {"description": "d", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Thing"}}}},
                 "default": {"$ref": "#/components/responses/Problem"}}},
               "put": {"operationId": "putThing",
                 "requestBody": {"content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Thing"}}}},
                 "responses": {"204": {"description": "d"}}}}},
             "components": {
               "responses": {"Problem": {"description": "p", "content": {
                 "application/problem+json": {"schema": {"type": "object"}}}}},
               "schemas": {"Thing": {"type": "object", "required": ["id"],
                 "additionalProperties": false,
                 "properties": {"id": {"type": "string", "format": "uuid"}}}}}}
            """;
    private static final String THING = "{\"id\":\"019aa1b2-0000-7000-8000-000000000001\"}";

    private final OpenApiContract contract = OpenApiContract.of(DOCUMENT);

    @Test
    void describedAnswersPass() {
        contract.checkDocument();
        contract.checkAnswer("GET", "/api/things/1", 200, "application/json; charset=utf-8", THING);
        contract.checkAnswer("GET", "/api/things/1", 404, "application/problem+json", "{}");
        contract.checkAnswer("PUT", "/api/things/1", 204, "", "");
        contract.checkAccepted("PUT", "/api/things/1", THING);

        assertThat(contract.operations()).containsExactly("GET /things/{id}", "PUT /things/{id}");
        assertThat(contract.answered())
                .containsExactlyInAnyOrder(
                        "GET /things/{id} 200", "GET /things/{id} 404", "PUT /things/{id} 204");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET | /api/things/1 | 200 | application/json | {"id":"7"}
                    GET | /api/things/1 | 200 | application/json | {"id":"019aa1b2-0000-7000-8000-000000000001","more":1}
                    GET | /api/things/1 | 200 | application/json | {}
                    GET | /api/things/1 | 200 | text/plain       | {}
                    GET | /api/things/1 | 201 | application/json | {}
                    PUT | /api/things/1 | 204 | text/plain       | something
                    GET | /api/others   | 200 | application/json | {}
                    """)
    void undescribedAnswersFail(
            String method, String path, int status, String contentType, String body) {
        assertThatThrownBy(() -> contract.checkAnswer(method, path, status, contentType, body))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void acceptedBodyThatIsNotDescribedFails() {
        assertThatThrownBy(() -> contract.checkAccepted("PUT", "/api/things/1", "{\"name\":1}"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void referenceThatLeadsNowhereFails() {
        OpenApiContract broken =
                OpenApiContract.of(
                        DOCUMENT.replace("\"Thing\": {\"type\"", "\"Thong\": {\"type\""));

        assertThatThrownBy(broken::checkDocument).isInstanceOf(AssertionError.class);
    }
}
