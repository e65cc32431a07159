// SPDX-License-Identifier: Apache-2.0
package dev.penstock.bench;

import java.util.List;

/// What callers talk to.
///
/// @param name in tables
/// @param port on loopback
/// @param path of chat completions
/// @param authorization header
/// @param model the model's name there
/// @param pids the processes whose CPU time and memory are counted
record Target(
        String name, int port, String path, String authorization, String model, List<Long> pids) {

    private static final String QUESTION = "What does a gate in a mill race do? ";

    /// Callers that ask for JSON, one request after the other on each connection.
    ///
    /// @param requests in all; 0 is as many as fit
    Order json(int connections, int seconds, long requests) {
        return new Order(
                Order.Kind.JSON,
                port,
                path,
                authorization,
                body("", false),
                connections,
                requests,
                seconds * 1000L,
                0,
                0);
    }

    /// Callers that each read one stream to its end.
    Order streams(int connections, StreamWish wish, int deadlineSeconds) {
        return new Order(
                Order.Kind.STREAMS,
                port,
                path,
                authorization,
                body(wish.text(), true),
                connections,
                0,
                deadlineSeconds * 1000L,
                wish.chunks(),
                0);
    }

    /// Callers that each keep one stream open.
    ///
    /// @param bytesPerSecond what each reads at most; 0 reads everything
    Order hold(int connections, StreamWish wish, int deadlineSeconds, int bytesPerSecond) {
        return new Order(
                Order.Kind.HOLD,
                port,
                path,
                authorization,
                body(wish.text(), true),
                connections,
                0,
                deadlineSeconds * 1000L,
                wish.chunks(),
                bytesPerSecond);
    }

    // About as long as the answer.
    private String body(String wish, boolean stream) {
        String frame =
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"stream\":%b}";
        int room = Answers.SIZE - frame.length() - model.length() - wish.length();
        String text = QUESTION.repeat(1 + room / QUESTION.length()).substring(0, room);
        return frame.formatted(model, wish + text, stream);
    }
}
