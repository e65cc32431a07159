// SPDX-License-Identifier: Apache-2.0
package dev.penstock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls in both formats over plain HTTP.
final class Calls {
    private Calls() {}

    static String path(Dialect dialect) {
        return switch (dialect) {
            case OPENAI -> "/v1/chat/completions";
            case ANTHROPIC -> "/v1/messages";
        };
    }

    /// The plainest call, streamed or not.
    static ObjectNode hello(Dialect dialect, String model, Mode mode) {
        ObjectNode request = Scenarios.text().request(dialect, model, Mode.PLAIN);
        return mode == Mode.STREAMED ? request.put("stream", true) : request;
    }

    static HttpResponse<String> send(Stage stage, Dialect dialect, String model, Mode mode) {
        return send(stage, dialect, hello(dialect, model, mode).toString());
    }

    static HttpResponse<String> send(Stage stage, Dialect dialect, String body) {
        return stage.http().post(path(dialect), stage.headers(dialect), body);
    }

    /// The id under which the gateway records the call.
    static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    /// Checks that the body is an error as that format writes one.
    static void isError(HttpResponse<String> answer, Dialect dialect, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = Json.read(answer.body());
        JsonNode error = body.path("error");
        assertThat(error.path("message").asString("")).isNotBlank();
        switch (dialect) {
            case OPENAI -> {
                assertThat(error.path("code").asString("")).isEqualTo(type);
                assertThat(error.has("param")).isTrue();
                assertThat(error.path("type").asString("")).isNotBlank();
            }
            case ANTHROPIC -> {
                assertThat(body.path("type").asString("")).isEqualTo("error");
                assertThat(error.path("type").asString("")).isEqualTo(type);
                assertThat(body.path("request_id").asString(""))
                        .isEqualTo(answer.headers().firstValue("request-id").orElse("none"));
            }
        }
        assertThat(answer.body()).doesNotContain("Exception", "127.0.0.1");
    }
}
