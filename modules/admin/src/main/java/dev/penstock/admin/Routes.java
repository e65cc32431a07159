// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.User;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where endpoints add their routes: each names who may take it, so that none can forget.
final class Routes {

    static final String PREFIX = "/admin/v1";

    private final HttpRouting.Builder routing;
    private final Door door;
    private final Map<String, String> added = new LinkedHashMap<>();

    Routes(HttpRouting.Builder routing, Door door) {
        this.routing = routing;
        this.door = door;
    }

    /// A route for people of at least a role.
    void add(Method method, String path, User.Role least, Action action) {
        // A plus lets a part of the path have slashes.
        added.put(method.text() + " " + path.replace("{+", "{"), Access.name(least));
        routing.route(method, PREFIX + path, door.guarded(least, action));
    }

    /// A route for anybody: it proves by other means who calls.
    void open(Method method, String path, OpenAction action) {
        added.put(method.text() + " " + path, "");
        routing.route(method, PREFIX + path, door.open(action));
    }

    /// A list that people of at least a role may see, in pages.
    ///
    /// @param place tells the place of a thing in the list: places are sorted as text
    <T> void list(
            String path,
            User.Role least,
            Function<Principal, Stream<T>> things,
            Function<T, String> place) {
        add(
                Method.GET,
                path,
                least,
                (exchange, principal) -> page(exchange, things.apply(principal), place));
    }

    /// The part of a list that a call asks for by `after` and `limit`.
    static <T> Reply page(Exchange exchange, Stream<T> things, Function<T, String> place) {
        int limit = exchange.limit();
        String after = exchange.query("after").orElse("");
        List<T> found =
                things.filter(thing -> place.apply(thing).compareTo(after) > 0)
                        .sorted(Comparator.comparing(place))
                        .limit(limit + 1L)
                        .toList();
        return found.size() <= limit
                ? Reply.ok(new Reply.Page(found, null))
                : Reply.ok(
                        new Reply.Page(found.subList(0, limit), place.apply(found.get(limit - 1))));
    }

    /// Takes away the thing whose id ends the path, for people of at least a role.
    void remove(String path, User.Role least, Removal removal) {
        add(
                Method.DELETE,
                path + "/{id}",
                least,
                (exchange, principal) -> {
                    removal.run(principal, exchange.id(), exchange.expected());
                    return Reply.nothing();
                });
    }

    /// What was added, such as `GET /keys/{id}`, with its least role, empty for none.
    Map<String, String> added() {
        return Map.copyOf(added);
    }

    /// Takes a thing away.
    @FunctionalInterface
    interface Removal {
        /// Takes it away, in the revision that the caller expects unless that is null.
        void run(Principal principal, UUID id, @Nullable Long expected);
    }

    /// Does what a route is for.
    @FunctionalInterface
    interface Action {
        Reply run(Exchange exchange, Principal principal);
    }

    /// Does what a route without a principal is for.
    @FunctionalInterface
    interface OpenAction {
        Reply run(Exchange exchange);
    }
}
