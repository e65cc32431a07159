// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.Secret;
import dev.penstock.state.Accounts;
import dev.penstock.state.Actor;
import dev.penstock.state.StateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What a start makes of an installation before it serves: its first owner, and what a declarative file
/// says. The same file again changes nothing. For one thread.
public final class Bootstrap {

    // Replicas that start together get in each other's way, and hear of each other within a second.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final AdminParts parts;
    private final Application application;
    private final Passwords passwords;

    /// A bootstrap of what the control plane is made from.
    public Bootstrap(AdminParts parts) {
        this.parts = parts;
        this.application = new Application(parts);
        this.passwords = new Passwords(parts.random());
    }

    /// What a file brought.
    ///
    /// @param owner whether the gateway got its first owner
    /// @param changes how many things were changed
    /// @param keys that were issued, to be shown this once
    public record Made(boolean owner, int changes, List<IssuedByFile> keys) {

        /// Keeps its own copy of the keys.
        public Made {
            keys = List.copyOf(keys);
        }
    }

    /// A new key.
    ///
    /// @param name its label
    /// @param key the key itself
    public record IssuedByFile(String name, Secret key) {}

    /// Looks whether a file is understood as far as it alone tells, and finds its secrets. An owner is not
    /// looked at: a gateway that has one needs none.
    ///
    /// @throws FileMistakesException with everything that is wrong
    public static void check(DeclarativeFile written, DeclarativeFile.References references) {
        FileMistakes mistakes = new FileMistakes();
        var _ =
                DeclaredReader.read(
                        written.without(DeclaredReader.OWNER).resolved(references), mistakes);
        mistakes.done();
    }

    /// Makes an installation what a file says. Nothing is removed. Takes at most ten seconds of waiting for
    /// others who change the same.
    ///
    /// @param written the file, with references where it has secrets
    /// @param references asked for the secrets
    /// @throws FileMistakesException with everything that is wrong with it, before anything changes
    /// @throws StateException CONFLICT when something is in the way all the time; UNAVAILABLE
    public Made apply(DeclarativeFile written, DeclarativeFile.References references) {
        Accounts accounts = parts.store().accounts();
        DeclarativeFile file =
                (accounts.claimed() ? written.without(DeclaredReader.OWNER) : written)
                        .resolved(references);
        FileMistakes mistakes = new FileMistakes();
        Declared declared = DeclaredReader.read(file, mistakes);
        Actor actor = new Actor(accounts.firstTenant().organisation(), null, "bootstrap");
        var _ = patiently(declared, mistakes, actor, true);
        boolean owner = declared.owner() != null && claimed(accounts, declared.owner());
        ApplyEndpoint.Applied applied = patiently(declared, mistakes, actor, false);
        return new Made(
                owner,
                applied.changes().size(),
                applied.keys().stream()
                        .map(key -> new IssuedByFile(key.name(), Secret.of(key.key())))
                        .toList());
    }

    private ApplyEndpoint.Applied patiently(
            Declared declared, FileMistakes mistakes, Actor actor, boolean dryRun) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return application.apply(declared, mistakes, actor, dryRun, false);
            } catch (ProblemException e) {
                if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new StateException(StateException.Kind.CONFLICT, e.problem().detail(), e);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean claimed(Accounts accounts, Declared.Owner owner) {
        try {
            var _ =
                    accounts.claim(
                            new Accounts.Claim(
                                    owner.organisation(),
                                    owner.team(),
                                    owner.project(),
                                    owner.email(),
                                    passwords.hash(owner.password())));
            return true;
        } catch (StateException e) {
            if (e.kind() == StateException.Kind.CONFLICT) {
                // Another replica was faster.
                return false;
            }
            throw e;
        }
    }
}
