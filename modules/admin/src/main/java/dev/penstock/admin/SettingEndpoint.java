// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.admin.LiveSettings.Definition;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.Setting;
import dev.penstock.state.User;
import io.helidon.http.Method;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Settings of the whole installation that are in force without a restart.
final class SettingEndpoint implements Endpoint {

    /// The longest value.
    static final int MOST = 200;

    private final AdminParts parts;

    SettingEndpoint(AdminParts parts) {
        this.parts = parts;
    }

    /// Where a value comes from.
    private enum Source {
        PINNED,
        DATABASE,
        DEFAULT
    }

    /// A setting.
    ///
    /// @param name such as `log.level`
    /// @param value in force, or null for none
    /// @param source `pinned`, `database` or `default`
    /// @param pinnedBy what fixes it, or null
    /// @param fallback its value when none is given, or null for none
    /// @param rule what a value must be
    /// @param revision of the value in the database, or null when there is none
    record View(
            String name,
            @Nullable String value,
            String source,
            @Nullable String pinnedBy,
            @Nullable String fallback,
            String rule,
            @Nullable Long revision) {}

    /// All settings.
    record Listed(List<View> data) {}

    @Override
    public String part() {
        return "settings";
    }

    @Override
    public void register(Routes routes) {
        routes.add(
                Method.GET,
                "/settings",
                User.Role.VIEWER,
                (_, _) ->
                        Reply.ok(
                                new Listed(
                                        parts.settings().definitions().stream()
                                                .map(d -> view(d, stored(d.name())))
                                                .toList())));
        routes.add(
                Method.GET,
                "/settings/{name}",
                User.Role.VIEWER,
                (exchange, _) -> {
                    Definition known = known(exchange);
                    return reply(known, stored(known.name()));
                });
        routes.add(Method.PUT, "/settings/{name}", User.Role.ADMIN, this::put);
        routes.add(Method.DELETE, "/settings/{name}", User.Role.ADMIN, this::remove);
    }

    private @Nullable Setting stored(String name) {
        return parts.store().catalog().current().setting(null, name).orElse(null);
    }

    private View view(Definition known, @Nullable Setting stored) {
        LiveSettings.Pin pin = known.pin();
        Source source =
                pin != null
                        ? Source.PINNED
                        : stored != null && fits(stored) ? Source.DATABASE : Source.DEFAULT;
        return new View(
                known.name(),
                pin != null
                        ? pin.content()
                        : source == Source.DATABASE && stored != null
                                ? stored.content()
                                : known.fallback(),
                source.name().toLowerCase(Locale.ROOT),
                pin == null ? null : pin.by(),
                known.fallback(),
                known.rule(),
                stored == null ? null : stored.revision());
    }

    // A newer release may have stored what this one does not understand, and goes by its default.
    private boolean fits(Setting stored) {
        try {
            parts.settings().check(stored.name(), stored.content());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Reply put(Exchange exchange, Principal principal) {
        Definition known = changeable(exchange);
        Fields body = exchange.body();
        String value = body.text("value", MOST);
        if (!body.failed("value")) {
            try {
                parts.settings().check(known.name(), value);
            } catch (IllegalArgumentException e) {
                body.mistake("value", "is '" + value + "' but " + e.getMessage());
            }
        }
        body.done();
        Setting made =
                parts.store()
                        .configuration()
                        .apply(
                                principal.actor(),
                                new ConfigurationChange.PutSetting(
                                        true, known.name(), value, exchange.expected()));
        return reply(known, made);
    }

    private Reply remove(Exchange exchange, Principal principal) {
        Definition known = changeable(exchange);
        var _ =
                parts.store()
                        .configuration()
                        .apply(
                                principal.actor(),
                                new ConfigurationChange.RemoveSetting(
                                        true, known.name(), exchange.expected()));
        return Reply.nothing();
    }

    // One that is not in the database is in revision 0, so that a caller can ask for it to be so.
    private Reply reply(Definition known, @Nullable Setting stored) {
        return Reply.ok(view(known, stored)).of(stored == null ? 0 : stored.revision());
    }

    private Definition changeable(Exchange exchange) {
        Definition known = known(exchange);
        LiveSettings.Pin pin = known.pin();
        if (pin != null) {
            throw Problem.conflict(
                    known.name()
                            + " is fixed by "
                            + pin.by()
                            + "; take it out there and start again");
        }
        return known;
    }

    private Definition known(Exchange exchange) {
        String name = exchange.part("name");
        List<Definition> all = parts.settings().definitions();
        return all.stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Problem.notFound(
                                "there is no setting '"
                                        + name
                                        + "'; known are "
                                        + all.stream()
                                                .map(Definition::name)
                                                .collect(Collectors.joining(", "))));
    }
}
