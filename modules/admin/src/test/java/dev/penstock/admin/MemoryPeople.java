// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.Session;
import dev.penstock.state.Sessions;
import dev.penstock.state.StateException;
import dev.penstock.state.Tenant;
import dev.penstock.state.User;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// People, sessions and tokens in memory.
final class MemoryPeople implements Accounts {

    final MemorySessions sessions = new MemorySessions();
    final MemoryTokens tokens = new MemoryTokens();
    final List<User> users = new CopyOnWriteArrayList<>();
    final List<Claim> claims = new CopyOnWriteArrayList<>();
    private final Tenant tenant;
    private final InstantSource clock;

    MemoryPeople(Tenant tenant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /// Adds a person with a role and a personal token.
    User person(User.Role role, String token) {
        String email = role.name().toLowerCase(java.util.Locale.ROOT) + "@example.com";
        User user = user(email, "-", role);
        tokens.add(
                new Actor(tenant.organisation(), user.id(), user.email()),
                "test",
                Tokens.digest(token),
                clock.instant().plus(Duration.ofDays(1)));
        return user;
    }

    @Override
    public Tenant firstTenant() {
        return tenant;
    }

    @Override
    public boolean claimed() {
        return !users.isEmpty();
    }

    @Override
    public User claim(Claim claim) {
        claims.add(claim);
        return user(claim.email(), claim.passwordHash(), User.Role.OWNER);
    }

    @Override
    public Optional<User> byEmail(String email) {
        return users.stream().filter(u -> u.email().equals(email)).findFirst();
    }

    @Override
    public Optional<User> byId(UUID id) {
        return users.stream().filter(u -> u.id().equals(id)).findFirst();
    }

    private User user(String email, String hash, User.Role role) {
        User user =
                new User(
                        UUID.randomUUID(),
                        tenant.organisation(),
                        email,
                        hash,
                        role,
                        clock.instant());
        users.add(user);
        return user;
    }

    final class MemorySessions implements Sessions {
        final Map<String, Session> byDigest = new ConcurrentHashMap<>();

        @Override
        public void add(Session session) {
            byDigest.put(session.digest(), session);
        }

        @Override
        public Optional<Session> find(String digest) {
            return Optional.ofNullable(byDigest.get(digest))
                    .filter(s -> clock.instant().isBefore(s.expires()));
        }

        @Override
        public void remove(String digest) {
            byDigest.remove(digest);
        }

        @Override
        public List<Session> list(UUID user) {
            return byDigest.values().stream()
                    .filter(s -> s.user().equals(user) && clock.instant().isBefore(s.expires()))
                    .sorted(Comparator.comparing(Session::created))
                    .toList();
        }

        @Override
        public int removeOthers(UUID user, String kept) {
            int before = byDigest.size();
            byDigest.values().removeIf(s -> s.user().equals(user) && !s.digest().equals(kept));
            return before - byDigest.size();
        }
    }

    final class MemoryTokens implements PersonalTokens {
        final List<PersonalToken> all = new CopyOnWriteArrayList<>();

        @Override
        public PersonalToken add(Actor actor, NewToken wanted) {
            PersonalToken made =
                    new PersonalToken(
                            UUID.randomUUID(),
                            Objects.requireNonNull(actor.user()),
                            wanted.name(),
                            wanted.digest(),
                            clock.instant(),
                            wanted.expires(),
                            null,
                            wanted.cap(),
                            wanted.scopes());
            all.add(made);
            return made;
        }

        @Override
        public Optional<PersonalToken> find(String digest) {
            return all.stream()
                    .filter(t -> t.digest().equals(digest) && t.revoked() == null)
                    .filter(t -> clock.instant().isBefore(t.expires()))
                    .findFirst();
        }

        @Override
        public List<PersonalToken> list(UUID user) {
            return all.stream().filter(t -> t.user().equals(user)).toList();
        }

        @Override
        public void revoke(Actor actor, UUID id) {
            if (list(Objects.requireNonNull(actor.user())).stream()
                    .noneMatch(t -> t.id().equals(id))) {
                throw new StateException(
                        StateException.Kind.NOT_FOUND, "there is no token with the id " + id);
            }
            all.replaceAll(t ->
                    !t.id().equals(id)
                            ? t
                            : new PersonalToken(
                                    t.id(),
                                    t.user(),
                                    t.name(),
                                    t.digest(),
                                    t.created(),
                                    t.expires(),
                                    clock.instant(),
                                    t.cap(),
                                    t.scopes()));
        }
    }
}
