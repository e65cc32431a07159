// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.FileNode.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON, of which YAML is nearly a superset: it forbids tabs before a value, and long names.
final class JsonReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;
    private final FileMistakes mistakes;

    private JsonReader(JsonParser parser, FileMistakes mistakes) {
        this.parser = parser;
        this.mistakes = mistakes;
    }

    /// @throws FileMistakesException when it is not JSON
    static FileNode read(String text, FileMistakes mistakes) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonReader reader = new JsonReader(parser, mistakes);
            if (parser.nextToken() == null) {
                return new FileNode.Text("", true, new Place(1, 1));
            }
            FileNode root = reader.node("", 0);
            if (parser.nextToken() != null) {
                mistakes.add("", reader.here(), "is more than one JSON value; send one");
                throw mistakes.failure();
            }
            return root;
        } catch (JacksonException e) {
            // The parser's own words repeat the text where it stopped, which may be a secret.
            mistakes.add("", place(e.getLocation()), "is not JSON from here on");
            throw mistakes.failure();
        }
    }

    private FileNode node(String pointer, int depth) {
        if (depth > DeclarativeFile.DEEPEST) {
            mistakes.add(pointer, here(), "is nested too deeply");
            throw mistakes.failure();
        }
        Place place = here();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(place, pointer, depth);
            case START_ARRAY -> items(place, pointer, depth);
            case VALUE_STRING -> new FileNode.Text(parser.getString(), false, place);
            default -> new FileNode.Text(parser.getString(), true, place);
        };
    }

    private FileNode items(Place place, String pointer, int depth) {
        List<FileNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(pointer + "/" + items.size(), depth + 1));
        }
        return new FileNode.Items(List.copyOf(items), place);
    }

    private FileNode mapping(Place place, String pointer, int depth) {
        List<FileNode.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place named = here();
            String at = FileMistakes.member(pointer, name);
            parser.nextToken();
            FileNode value = node(at, depth + 1);
            if (names.add(name)) {
                members.add(new FileNode.Member(name, named, value));
            } else {
                mistakes.add(at, named, "is there twice; keep one");
            }
        }
        return new FileNode.Members(List.copyOf(members), place);
    }

    private Place here() {
        return place(parser.currentTokenLocation());
    }

    private static Place place(TokenStreamLocation location) {
        return new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
