// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A curl command as a shell would split it; knows `-N`, `-H` and `-d`.
final class Curl {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final List<String> words = new ArrayList<>();

    private Curl(String line) {
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
    }

    /// The one command in a text.
    static Curl in(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> line.startsWith("curl ")).toList();
        assertThat(lines).hasSize(1);
        return new Curl(lines.getFirst());
    }

    /// Sends it and returns the body of the answer.
    String send() {
        assertThat(words).startsWith("curl", "-N");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(words.get(2))).timeout(Duration.ofSeconds(20));
        for (int i = 3; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "-H" -> {
                    int colon = value.indexOf(": ");
                    request.header(value.substring(0, colon), value.substring(colon + 2));
                }
                case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(value));
                default -> throw new AssertionError("curl is not asked to " + words.get(i));
            }
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
