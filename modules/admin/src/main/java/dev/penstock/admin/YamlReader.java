// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.FileNode.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads YAML 1.2 from its events, so that every value has its place. What makes a small file a large
/// one, or one value several, is refused: anchors, aliases and tags, further documents, deep nesting.
final class YamlReader {

    private final String text;
    private final FileMistakes mistakes;
    private final Iterator<Event> events;

    private YamlReader(String text, FileMistakes mistakes) {
        this.text = text;
        this.mistakes = mistakes;
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel("file")
                        .setCodePointLimit(DeclarativeFile.MOST_BYTES)
                        .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /// @throws FileMistakesException when it is not YAML
    static FileNode read(String text, FileMistakes mistakes) {
        YamlReader reader = new YamlReader(text, mistakes);
        try {
            return reader.document();
        } catch (MarkedYamlEngineException e) {
            mistakes.add("", place(e.getProblemMark()), "is not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            mistakes.add(
                    "",
                    reader.placeOf(e.getPosition()),
                    "is a character that YAML does not allow; write it as an escape in quotes");
        } catch (YamlEngineException _) {
            // The parser's own words may repeat what it read.
            mistakes.add("", new Place(1, 1), "is not YAML");
        }
        throw mistakes.failure();
    }

    private FileNode document() {
        next();
        if (events.hasNext() && next().getEventId() == Event.ID.StreamEnd) {
            return new FileNode.Text("", true, new Place(1, 1));
        }
        FileNode root = node(next(), "", 0);
        next();
        Event end = next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            mistakes.add(
                    "",
                    place(end.getStartMark()),
                    "is a second document; put each in its own file");
            throw mistakes.failure();
        }
        return root;
    }

    private FileNode node(Event event, String pointer, int depth) {
        Place place = place(event.getStartMark());
        if (depth > DeclarativeFile.DEEPEST) {
            mistakes.add(pointer, place, "is nested too deeply");
            throw mistakes.failure();
        }
        if (event instanceof AliasEvent) {
            mistakes.add(
                    pointer, place, "is an alias, which is not allowed; write the value itself");
            return new FileNode.Text("", true, place);
        }
        if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
            mistakes.add(pointer, place, "has an anchor, which is not allowed; leave it out");
        }
        if (tag(event).isPresent()) {
            mistakes.add(pointer, place, "has a tag, which is not allowed; leave it out");
        }
        if (event instanceof ScalarEvent scalar) {
            return new FileNode.Text(scalar.getValue(), scalar.isPlain(), place);
        }
        return event instanceof MappingStartEvent
                ? mapping(place, pointer, depth)
                : items(place, pointer, depth);
    }

    private FileNode items(Place place, String pointer, int depth) {
        List<FileNode> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, pointer + "/" + items.size(), depth + 1));
        }
        return new FileNode.Items(List.copyOf(items), place);
    }

    private FileNode mapping(Place place, String pointer, int depth) {
        List<FileNode.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            FileNode key = node(event, pointer, depth + 1);
            String name = key instanceof FileNode.Text written ? written.value() : "";
            String at = FileMistakes.member(pointer, name);
            FileNode value = node(next(), at, depth + 1);
            if (!(key instanceof FileNode.Text)) {
                mistakes.add(pointer, key.place(), "is no name of a member; write a text");
            } else if (names.add(name)) {
                members.add(new FileNode.Member(name, key.place(), value));
            } else {
                mistakes.add(at, key.place(), "is there twice; keep one");
            }
        }
        return new FileNode.Members(List.copyOf(members), place);
    }

    private static Optional<String> tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
    }

    private Event next() {
        return events.next();
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1))
                .orElseGet(() -> new Place(1, 1));
    }

    private Place placeOf(int index) {
        int line = 1;
        int column = 1;
        int left = index;
        for (int code : text.codePoints().toArray()) {
            if (left-- == 0) {
                break;
            }
            column = code == '\n' ? 1 : column + 1;
            line += code == '\n' ? 1 : 0;
        }
        return new Place(line, column);
    }
}
