// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.Configuration;
import dev.penstock.state.ConfigurationChange;
import dev.penstock.state.IssuedKey;
import dev.penstock.state.KeyDigest;
import dev.penstock.state.KeyRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plans issued keys. A key of the file is the one with its digest where it has one; else those of one
/// name are taken in their order: the living, oldest first, then the expired, newest first.
final class KeyPlanner {

    private static final String KIND = "key";

    private final Declared wanted;
    private final List<Declared.Key> keys;
    private final ApplyPlanner.Around around;
    private final FileMistakes mistakes;
    private final ApplyPlan plan;
    private final List<KeyRecord> free;

    KeyPlanner(Declared wanted, ApplyPlanner.Around around, FileMistakes mistakes, ApplyPlan plan) {
        this.wanted = wanted;
        this.keys = wanted.keys() == null ? List.of() : wanted.keys();
        this.around = around;
        this.mistakes = mistakes;
        this.plan = plan;
        UUID organisation = around.tenant().organisation();
        this.free = new ArrayList<>(living(around.catalog().keys(organisation), around.now()));
        this.free.addAll(
                around.catalog().keys(organisation).reversed().stream()
                        .filter(k -> k.revoked() == null && expired(k, around.now()))
                        .toList());
    }

    /// Keys that may still be used, or could be if they were enabled, without those in whose place others
    /// were issued: these go by themselves.
    static List<KeyRecord> living(List<KeyRecord> all, Instant now) {
        List<KeyRecord> living =
                all.stream().filter(k -> k.revoked() == null && !expired(k, now)).toList();
        Set<UUID> replaced =
                living.stream()
                        .flatMap(k -> Optional.ofNullable(k.replaces()).stream())
                        .collect(Collectors.toSet());
        return living.stream().filter(k -> !replaced.contains(k.id())).toList();
    }

    void plan() {
        Map<Declared.Key, KeyRecord> imported = new HashMap<>();
        for (Declared.Key key : keys) {
            if (key.sha256() != null) {
                around.catalog()
                        .key(around.digests().ofSha256(key.sha256()))
                        .ifPresent(there -> imported.put(key, there));
            }
        }
        free.removeAll(imported.values());
        for (Declared.Key key : keys) {
            KeyRecord there = key.sha256() == null ? named(key.name()) : imported.get(key);
            if (there == null) {
                add(key);
            } else {
                change(key, there);
            }
        }
        if (around.prune() && wanted.keys() != null) {
            free.stream().filter(k -> !expired(k, around.now())).forEach(this::remove);
        }
    }

    private @Nullable KeyRecord named(String name) {
        Optional<KeyRecord> found = free.stream().filter(k -> k.name().equals(name)).findFirst();
        found.ifPresent(free::remove);
        return found.orElse(null);
    }

    private void remove(KeyRecord key) {
        plan.add(
                members(key, null).of(PlannedChange.REMOVE, KIND, key.name()),
                new ConfigurationChange.RevokeKey(key.id(), key.revision()));
    }

    private void add(Declared.Key key) {
        if (key.expires() != null && !key.expires().isAfter(around.now())) {
            mistake(key, "expires", "is past, but the key is new and must have a future");
        }
        if (key.name().isEmpty()) {
            return;
        }
        Secret issued = IssuedKey.generate(around.random());
        String sha256 = key.sha256();
        KeyDigest digest =
                sha256 == null
                        ? around.digests().digest(issued)
                        : around.digests().ofSha256(sha256);
        ConfigurationChange.AddKey change =
                new ConfigurationChange.AddKey(
                        new Configuration.NewKey(
                                around.tenant().team(),
                                around.tenant().project(),
                                key.name(),
                                digest,
                                sha256 == null ? IssuedKey.lastFour(issued) : "",
                                key.models(),
                                key.endpoints(),
                                key.expires(),
                                !key.disabled()));
        PlannedChange told = members(null, key).of(PlannedChange.CREATE, KIND, key.name());
        if (sha256 == null) {
            plan.issue(told, change, issued);
        } else {
            plan.add(told, change);
        }
    }

    private void change(Declared.Key key, KeyRecord there) {
        if (there.revoked() != null) {
            mistake(key, "sha256", "is that of a key that was revoked, which is for ever");
            return;
        }
        PlannedChange.Members members = members(there, key);
        if (members.none()) {
            plan.keep();
            return;
        }
        plan.add(
                members.of(PlannedChange.CHANGE, KIND, key.name()),
                new ConfigurationChange.UpdateKey(
                        there.id(),
                        there.revision(),
                        key.name(),
                        key.models(),
                        key.endpoints(),
                        key.expires(),
                        !key.disabled()));
    }

    private void mistake(Declared.Key key, String member, String message) {
        String pointer = key.pointer() + "/" + member;
        mistakes.add(pointer, wanted.file().placeOf(pointer), "'" + member + "' " + message);
    }

    private static boolean expired(KeyRecord key, Instant now) {
        return key.expires() != null && !now.isBefore(key.expires());
    }

    private static PlannedChange.Members members(
            @Nullable KeyRecord before, Declared.@Nullable Key after) {
        PlannedChange.Members members = new PlannedChange.Members();
        members.add(
                "name", before == null ? null : before.name(), after == null ? null : after.name());
        members.add(
                "models",
                before == null ? null : before.models().patterns(),
                after == null ? null : after.models().patterns());
        members.add(
                "endpoints",
                before == null ? null : sorted(before.endpoints()),
                after == null ? null : sorted(after.endpoints()));
        members.add(
                "expires",
                before == null ? null : text(before.expires()),
                after == null ? null : text(after.expires()));
        return members.add(
                "disabled", before != null && !before.enabled(), after != null && after.disabled());
    }

    private static @Nullable List<String> sorted(@Nullable Set<String> texts) {
        return texts == null ? null : List.copyOf(new TreeSet<>(texts));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
