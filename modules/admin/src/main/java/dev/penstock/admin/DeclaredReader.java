// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.ModelPatterns;
import dev.penstock.inference.Money;
import dev.penstock.inference.Price;
import dev.penstock.inference.Secret;
import dev.penstock.inference.UsageClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Understands a declarative file, as far as the file alone tells: docs/reference/declarative-file.md.
final class DeclaredReader {

    static final int VERSION = 1;

    /// The member that only a start looks at.
    static final String OWNER = "owner";

    private static final Pattern ENDPOINT = Pattern.compile("/[\\x21-\\x7e]{1,199}");
    private static final Map<String, UsageClass> CLASSES =
            Arrays.stream(UsageClass.values())
                    .collect(Collectors.toUnmodifiableMap(UsageClass::id, c -> c));

    private final FileMistakes mistakes;

    private DeclaredReader(FileMistakes mistakes) {
        this.mistakes = mistakes;
    }

    static Declared read(DeclarativeFile file, FileMistakes mistakes) {
        return new DeclaredReader(mistakes).whole(file);
    }

    private Declared whole(DeclarativeFile file) {
        FileMembers top = FileMembers.of(file.root(), "", mistakes);
        if (!top.has("version")) {
            top.mistake("version", "is missing but must be " + VERSION);
        } else if (top.whole("version", VERSION, VERSION, 0) == 0) {
            // Said already: of another version nothing else would be right.
            throw mistakes.failure();
        }
        Declared declared =
                new Declared(
                        file,
                        owner(top),
                        providers(top),
                        models(top),
                        keys(top),
                        prices(top),
                        top.has("settings") ? top.texts("settings", 10_000) : null);
        top.done();
        return declared;
    }

    private static Declared.@Nullable Owner owner(FileMembers top) {
        FileMembers item = top.inner(OWNER);
        if (item == null) {
            return null;
        }
        String email = item.text("email", 254).toLowerCase(Locale.ROOT);
        String password = item.text("password", Passwords.LONGEST);
        String team = item.optionalText("team", 100);
        String project = item.optionalText("project", 100);
        Declared.Owner owner =
                new Declared.Owner(
                        email,
                        password,
                        item.text("organisation", 100),
                        team == null ? SetupEndpoint.DEFAULT : team,
                        project == null ? SetupEndpoint.DEFAULT : project);
        if (!email.isEmpty()) {
            SessionEndpoint.wrongEmail(email).ifPresent(rule -> item.mistake("email", rule));
        }
        if (!password.isEmpty()) {
            SessionEndpoint.wrongPassword(email, password)
                    .ifPresent(rule -> item.mistake("password", rule));
        }
        item.done();
        return owner;
    }

    private @Nullable List<Declared.Provider> providers(FileMembers top) {
        List<FileMembers> items = top.mappings("providers");
        if (items == null) {
            return null;
        }
        Set<String> uids = new HashSet<>();
        List<Declared.Provider> found = new ArrayList<>();
        for (FileMembers item : items) {
            String uid = item.text("uid", 64);
            if (!uid.isEmpty() && !uid.matches("[A-Za-z0-9._-]+")) {
                item.mistake("uid", "is '" + uid + "' but must be 1 to 64 of A-Z a-z 0-9 . _ -");
                uid = "";
            }
            once(uids, uid, item, "uid", "provider");
            found.add(
                    new Declared.Provider(
                            uid,
                            item.text("type", 32),
                            item.url("base_url"),
                            item.flag("enabled", true),
                            item.texts("options", 2_000),
                            item.flag("passes_unknown_names", false),
                            credentials(item),
                            item.pointer()));
            item.done();
        }
        return List.copyOf(found);
    }

    private @Nullable List<Declared.Credential> credentials(FileMembers provider) {
        List<FileMembers> items = provider.mappings("credentials");
        if (items == null) {
            return null;
        }
        Set<String> names = new HashSet<>();
        List<Declared.Credential> found = new ArrayList<>();
        for (FileMembers item : items) {
            String name = item.text("name", 100);
            once(names, name, item, "name", "credential of this provider");
            found.add(
                    new Declared.Credential(
                            name,
                            (int) item.whole("weight", 1, 1_000, 1),
                            item.flag("enabled", true),
                            item.time("expires"),
                            secret(item),
                            item.pointer()));
            item.done();
        }
        return List.copyOf(found);
    }

    private static @Nullable Secret secret(FileMembers credential) {
        String text = credential.optionalText("secret", 10_000);
        if (text == null) {
            return null;
        }
        if (SecretReferences.isReference(text)) {
            credential.mistake(
                    "secret",
                    "is a reference, which is resolved where the file is, by 'penstock apply'; send"
                            + " the secret itself, or leave it out to keep the one there");
        }
        return Secret.of(text);
    }

    private @Nullable List<Declared.Model> models(FileMembers top) {
        List<FileMembers> items = top.mappings("models");
        if (items == null) {
            return null;
        }
        Set<String> names = new HashSet<>();
        List<Declared.Model> found = new ArrayList<>();
        for (FileMembers item : items) {
            String name = item.text("name", 200);
            if (!name.isEmpty() && !name.matches("[\\x21-\\x7e]+")) {
                item.mistake(
                        "name", "is '" + name + "' but must be of visible ASCII without spaces");
            }
            once(names, name, item, "name", "model");
            found.add(
                    new Declared.Model(
                            name,
                            item.text("provider", 64),
                            item.text("model", 200),
                            item.pointer()));
            item.done();
        }
        return List.copyOf(found);
    }

    private @Nullable List<Declared.Key> keys(FileMembers top) {
        List<FileMembers> items = top.mappings("keys");
        if (items == null) {
            return null;
        }
        Set<String> imported = new HashSet<>();
        List<Declared.Key> found = new ArrayList<>();
        for (FileMembers item : items) {
            String sha256 = item.optionalText("sha256", 64);
            if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
                item.mistake("sha256", "must be the SHA-256 of the key in 64 hexadecimal digits");
                sha256 = null;
            }
            if (sha256 != null) {
                sha256 = sha256.toLowerCase(Locale.ROOT);
                once(imported, sha256, item, "sha256", "key");
            }
            List<String> endpoints = item.list("endpoints", 200);
            if (endpoints != null
                    && (endpoints.isEmpty()
                            || !endpoints.stream().allMatch(ENDPOINT.asMatchPredicate()))) {
                item.mistake(
                        "endpoints",
                        "must list at least one path such as /v1/chat/completions; leave it out for"
                                + " all");
            }
            found.add(
                    new Declared.Key(
                            item.text("name", 100),
                            patterns(item),
                            endpoints == null ? null : Set.copyOf(endpoints),
                            item.time("expires"),
                            item.flag("disabled", false),
                            sha256,
                            item.pointer()));
            item.done();
        }
        return List.copyOf(found);
    }

    private static ModelPatterns patterns(FileMembers key) {
        List<String> models = key.list("models", 200);
        if (models == null) {
            key.mistake(
                    "models", "is missing but must list what the key may use; [\"*\"] allows all");
            return new ModelPatterns(List.of());
        }
        try {
            return new ModelPatterns(models);
        } catch (IllegalArgumentException e) {
            key.mistake("models", String.valueOf(e.getMessage()));
            return new ModelPatterns(List.of());
        }
    }

    private @Nullable List<Declared.PriceOverride> prices(FileMembers top) {
        List<FileMembers> items = top.mappings("prices");
        if (items == null) {
            return null;
        }
        Set<String> names = new HashSet<>();
        List<Declared.PriceOverride> found = new ArrayList<>();
        for (FileMembers item : items) {
            String provider = item.text("provider", 32);
            String model = item.text("model", 200);
            once(names, provider + "/" + model, item, "model", "price");
            if (!item.has("rates")) {
                item.mistake("rates", "is missing but must have US dollars by class");
            }
            Map<UsageClass, Long> rates = rates(item);
            List<Price.Tier> tiers = new ArrayList<>();
            List<FileMembers> written = item.mappings("tiers");
            for (FileMembers tier : written == null ? List.<FileMembers>of() : written) {
                if (!tier.has("above_input_tokens")) {
                    tier.mistake("above_input_tokens", "is missing but must be a count of tokens");
                }
                long above = tier.whole("above_input_tokens", 0, Long.MAX_VALUE / 1_000, 0);
                if (tiers.stream().anyMatch(t -> t.aboveInputTokens() == above)) {
                    tier.mistake("above_input_tokens", "is that of an earlier tier; keep one");
                }
                tiers.add(new Price.Tier(above, rates(tier)));
                tier.done();
            }
            found.add(
                    new Declared.PriceOverride(
                            provider, model, rates, List.copyOf(tiers), item.pointer()));
            item.done();
        }
        return List.copyOf(found);
    }

    private static Map<UsageClass, Long> rates(FileMembers item) {
        Map<UsageClass, Long> rates = new EnumMap<>(UsageClass.class);
        for (Map.Entry<String, BigDecimal> rate : item.decimals("rates").entrySet()) {
            UsageClass unit = CLASSES.get(rate.getKey());
            if (unit == null) {
                item.mistake(
                        "rates",
                        "has the class '"
                                + rate.getKey()
                                + "' but must have of "
                                + String.join(", ", CLASSES.keySet().stream().sorted().toList()));
                continue;
            }
            try {
                rates.put(unit, Money.dollars(rate.getValue()).nanos());
            } catch (ArithmeticException _) {
                item.mistake("rates", "has too large an amount at '" + rate.getKey() + "'");
            }
        }
        return Map.copyOf(rates);
    }

    private static void once(
            Set<String> names, String name, FileMembers item, String member, String thing) {
        if (!name.isEmpty() && !names.add(name)) {
            item.mistake(member, "is that of an earlier " + thing + " of this file; keep one");
        }
    }
}
