// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.ToolDefinition;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A tool call that the user asked for in the text: `call <tool> {json}`, up to 16 times.
///
/// @param tool one of the request's tools
/// @param arguments a JSON object, as written
record ToolWish(String tool, String arguments) {

    private static final Pattern CALL = Pattern.compile("\\bcall\\s+([A-Za-z0-9_-]+)");
    private static final int MOST = 16;
    private static final JsonFactory JSON = new JsonFactory();

    /// The calls to make, in order; empty when the answer shall be words.
    static List<ToolWish> all(ChatRequest request, String text) {
        Set<String> tools =
                request.tools().stream().map(ToolDefinition::name).collect(Collectors.toSet());
        List<ToolWish> wishes =
                switch (request.toolChoice()) {
                    case null -> written(text, tools);
                    case ToolChoice.Auto _ -> written(text, tools);
                    case ToolChoice.None _ -> List.of();
                    case ToolChoice.Required _ -> {
                        List<ToolWish> written = written(text, tools);
                        yield written.isEmpty() && !request.tools().isEmpty()
                                ? List.of(new ToolWish(request.tools().getFirst().name(), "{}"))
                                : written;
                    }
                    case ToolChoice.Named named -> {
                        List<ToolWish> written = written(text, Set.of(named.name()));
                        yield written.isEmpty()
                                ? List.of(new ToolWish(named.name(), "{}"))
                                : written;
                    }
                };
        boolean one = Boolean.FALSE.equals(request.parallelToolCalls());
        return one && wishes.size() > 1 ? wishes.subList(0, 1) : wishes;
    }

    private static List<ToolWish> written(String text, Set<String> tools) {
        List<ToolWish> wishes = new ArrayList<>();
        Matcher call = CALL.matcher(text);
        int at = 0;
        while (wishes.size() < MOST && call.find(at)) {
            at = call.end();
            if (tools.contains(call.group(1))) {
                int from = skipSpace(text, at);
                // What stands inside the arguments is not a wish of its own.
                at = objectEnd(text, from);
                wishes.add(
                        new ToolWish(call.group(1), at > from ? text.substring(from, at) : "{}"));
            }
        }
        return wishes;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// Where the JSON object that begins at `from` ends; `from` itself when there is none.
    private static int objectEnd(String text, int from) {
        if (!text.startsWith("{", from)) {
            return from;
        }
        try (Reader rest = new StringReader(text);
                JsonParser json = JSON.createParser(ObjectReadContext.empty(), rest)) {
            rest.skip(from);
            json.nextToken();
            json.skipChildren();
            return from + (int) json.currentLocation().getCharOffset();
        } catch (JacksonException | IOException _) {
            return from;
        }
    }
}
