// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.Organisation;
import dev.penstock.state.PersonalToken;
import dev.penstock.state.PersonalTokens;
import dev.penstock.state.Session;
import dev.penstock.state.StateException;
import dev.penstock.state.Tenant;
import dev.penstock.state.User;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store promises about people, sessions and personal tokens.
abstract class AccountsContract extends StoreContract {

    private static final String DIGEST = "ab".repeat(32);

    private Session session(String digest, User user, Duration life) {
        return new Session(
                digest, user.id(), "csrf-1", clock.instant(), clock.instant().plus(life));
    }

    private Actor as(User user) {
        return new Actor(user.organisation(), user.id(), user.email());
    }

    @Test
    void firstTenantStaysTheSame() {
        Tenant before = store().accounts().firstTenant();
        reopen();
        assertThat(store().accounts().firstTenant()).isEqualTo(before);
        assertThat(store().opening().first()).isFalse();
    }

    @Test
    void claimNamesTheTenantAndMakesItsOwner() {
        assertThat(store().accounts().claimed()).isFalse();
        User owner = owner();
        assertThat(owner.role()).isEqualTo(User.Role.OWNER);
        assertThat(owner.email()).isEqualTo("ada@example.org");
        assertThat(owner.organisation()).isEqualTo(organisation());
        assertThat(store().accounts().claimed()).isTrue();
        assertThat(store().catalog().current().organisations())
                .extracting(Organisation::name)
                .containsExactly("Acme");
        reopen();
        assertThat(store().accounts().claimed()).isTrue();
        assertThat(store().accounts().byId(owner.id())).contains(owner);
    }

    @Test
    void claimHappensOnceHoweverManyTryAtTheSameTime() throws Exception {
        List<User> owners = new CopyOnWriteArrayList<>();
        List<StateException.Kind> refused = new CopyOnWriteArrayList<>();
        List<Thread> threads =
                IntStream.range(0, 10)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            try {
                                                owners.add(claim("p" + i));
                                            } catch (StateException e) {
                                                refused.add(e.kind());
                                            }
                                        }))
                        .toList();
        for (Thread thread : threads) {
            assertThat(thread.join(SOON)).isTrue();
        }
        assertThat(owners).hasSize(1);
        assertThat(refused).hasSize(9).containsOnly(StateException.Kind.CONFLICT);
    }

    private User claim(String name) {
        return store().accounts()
                .claim(new Accounts.Claim(name, name, name, name + "@example.org", "$argon2id$"));
    }

    @Test
    void peopleAreFoundByAddressInAnyCase() {
        User owner = owner();
        assertThat(store().accounts().byEmail("ADA@example.ORG")).contains(owner);
        assertThat(store().accounts().byEmail("ada@example.com")).isEmpty();
        assertThat(store().accounts().byEmail("' OR 1=1 --")).isEmpty();
        assertThat(store().accounts().byId(UUID.randomUUID())).isEmpty();
    }

    @Test
    void sessionLivesUntilItExpiresAndOverARestart() {
        Session session = session(DIGEST, owner(), Duration.ofHours(8));
        store().sessions().add(session);
        reopen();
        assertThat(store().sessions().find(DIGEST)).contains(session);
        clock.advance(Duration.ofHours(8).minusNanos(1000));
        assertThat(store().sessions().find(DIGEST)).isPresent();
        clock.advance(Duration.ofNanos(1_000));
        assertThat(store().sessions().find(DIGEST)).isEmpty();
    }

    @Test
    void removedSessionIsGoneAndRemovingItAgainIsNoMistake() {
        store().sessions().add(session(DIGEST, owner(), Duration.ofHours(8)));
        store().sessions().remove(DIGEST);
        store().sessions().remove(DIGEST);
        assertThat(store().sessions().find(DIGEST)).isEmpty();
    }

    @Test
    void personSeesItsSessionsAndEndsAllOthers() {
        User owner = owner();
        Session first = session(DIGEST, owner, Duration.ofHours(8));
        Session second = session("cd".repeat(32), owner, Duration.ofHours(1));
        store().sessions().add(first);
        clock.advance(Duration.ofMinutes(1));
        store().sessions().add(second);
        assertThat(store().sessions().list(owner.id())).containsExactly(first, second);
        assertThat(store().sessions().list(UUID.randomUUID())).isEmpty();
        assertThat(store().sessions().removeOthers(owner.id(), first.digest())).isEqualTo(1);
        assertThat(store().sessions().list(owner.id())).containsExactly(first);
        assertThat(store().sessions().removeOthers(UUID.randomUUID(), "none")).isZero();
    }

    @Test
    void cappedTokenKeepsItsCapAndScopes() {
        User owner = owner();
        PersonalToken token =
                store().tokens()
                        .add(
                                as(owner),
                                new PersonalTokens.NewToken(
                                        "reader",
                                        DIGEST,
                                        clock.instant().plusSeconds(3600),
                                        User.Role.MEMBER,
                                        Set.of(PersonalToken.Scope.READ)));
        reopen();
        assertThat(store().tokens().find(DIGEST)).contains(token);
        assertThat(token.actsAs(User.Role.OWNER)).isEqualTo(User.Role.MEMBER);
        assertThat(token.actsAs(User.Role.VIEWER)).isEqualTo(User.Role.VIEWER);
    }

    @Test
    void sessionOfNobodyIsRefused() {
        User nobody =
                new User(
                        UUID.randomUUID(),
                        organisation(),
                        "x@example.org",
                        "hash",
                        User.Role.VIEWER,
                        clock.instant());
        assertThat(
                        kindOf(() ->
                                store().sessions()
                                        .add(session(DIGEST, nobody, Duration.ofHours(1)))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
    }

    @Test
    void personalTokenIsFoundUntilItExpires() {
        User owner = owner();
        PersonalToken token =
                store().tokens()
                        .add(as(owner), "laptop", DIGEST, clock.instant().plusSeconds(3600));
        assertThat(token.user()).isEqualTo(owner.id());
        assertThat(store().tokens().find(DIGEST)).contains(token);
        assertThat(store().tokens().find("cd".repeat(32))).isEmpty();
        clock.advance(Duration.ofHours(1));
        assertThat(store().tokens().find(DIGEST)).isEmpty();
        assertThat(store().tokens().list(owner.id())).containsExactly(token);
    }

    @Test
    void revokedPersonalTokenIsDeadAndStaysInTheList() {
        User owner = owner();
        PersonalToken token =
                store().tokens()
                        .add(as(owner), "laptop", DIGEST, clock.instant().plusSeconds(3600));
        store().tokens().revoke(as(owner), token.id());
        store().tokens().revoke(as(owner), token.id());
        assertThat(store().tokens().find(DIGEST)).isEmpty();
        assertThat(store().tokens().list(owner.id()))
                .singleElement()
                .satisfies(dead -> assertThat(dead.revoked()).isEqualTo(clock.instant()));
    }

    @Test
    void personalTokenOfAnotherPersonIsNotFound() {
        User owner = owner();
        PersonalToken token =
                store().tokens()
                        .add(as(owner), "laptop", DIGEST, clock.instant().plusSeconds(3600));
        Actor other = new Actor(organisation(), UUID.randomUUID(), "other@example.org");
        assertThat(kindOf(() -> store().tokens().revoke(other, token.id())))
                .isEqualTo(StateException.Kind.NOT_FOUND);
        assertThat(store().tokens().find(DIGEST)).isPresent();
        assertThat(
                        kindOf(() ->
                                store().tokens()
                                        .add(
                                                other,
                                                "x",
                                                "ef".repeat(32),
                                                clock.instant().plusSeconds(1))))
                .isEqualTo(StateException.Kind.NOT_FOUND);
    }

    @Test
    void gatewayItselfHasNoPersonalTokens() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().tokens().add(actor(), "x", DIGEST, clock.instant()))
                .withMessageContaining("no person");
    }
}
