// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All SQL of the store by name, with `:name` parameters. No statement is ever put together from
/// values. `${other}` takes in another entry as text; a database's own file replaces entries of the
/// shared one.
final class Statements {

    private static final String FOLDER = "/META-INF/penstock/statements/";
    private static final String PREFIX = "db.statements.";
    private static final Pattern INCLUDE = Pattern.compile("\\$\\{([a-z0-9.-]+)}");
    // A quoted text, or a parameter that is no second half of a `::`.
    private static final Pattern TOKEN = Pattern.compile("'[^']*'|(?<!:):([a-z][a-z0-9_]*)");

    private final Map<String, Statement> byName;

    /// A statement as JDBC takes it.
    ///
    /// @param name for messages
    /// @param sql with question marks
    /// @param parameters the names of the question marks, in order
    record Statement(String name, String sql, List<String> parameters) {}

    private Statements(Map<String, Statement> byName) {
        this.byName = byName;
    }

    /// The statements for a database.
    static Statements load(Dialect dialect) {
        Properties entries = new Properties();
        read("shared", entries);
        read(dialect.id(), entries);
        return parse(entries);
    }

    static Statements parse(Properties entries) {
        Map<String, Statement> statements = new HashMap<>();
        for (String key : entries.stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                String name = key.substring(PREFIX.length());
                statements.put(name, statement(name, expand(entries, key, 0)));
            }
        }
        return new Statements(statements);
    }

    Statement named(String name) {
        Statement statement = byName.get(name);
        if (statement == null) {
            throw new IllegalArgumentException(
                    "statement '" + name + "' does not exist; add it under " + PREFIX + name);
        }
        return statement;
    }

    Map<String, Statement> all() {
        return Map.copyOf(byName);
    }

    private static String expand(Properties entries, String key, int depth) {
        String text = entries.getProperty(key);
        if (text == null || depth > 8) {
            throw new IllegalArgumentException(
                    "entry '" + key + "' of the statements is missing or contains itself");
        }
        return INCLUDE.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(expand(entries, match.group(1), depth + 1)));
    }

    private static Statement statement(String name, String text) {
        List<String> parameters = new ArrayList<>();
        String sql =
                TOKEN.matcher(text)
                        .replaceAll(match -> {
                            String parameter = match.group(1);
                            if (parameter == null) {
                                return Matcher.quoteReplacement(match.group());
                            }
                            parameters.add(parameter.intern());
                            return "?";
                        });
        return new Statement(name, sql, List.copyOf(parameters));
    }

    private static void read(String file, Properties entries) {
        String path = FOLDER + file + ".properties";
        try (InputStream in = Statements.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("resource " + path + " is not on the module path");
            }
            entries.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + path + " cannot be read", e);
        }
    }
}
