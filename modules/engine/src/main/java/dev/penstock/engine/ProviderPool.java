// SPDX-License-Identifier: Apache-2.0
package dev.penstock.engine;

import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.state.ProviderConfiguration;
import dev.penstock.state.ProviderCredential;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A provider as it is configured now: one instance for each of its credentials, which attempts take in
/// turns by weight. A provider without credentials has one instance, without one.
final class ProviderPool implements AutoCloseable {

    private final ProviderConfiguration configuration;
    private final List<Member> members;
    private final ReentrantLock lock = new ReentrantLock();

    private static final class Member {
        private final ConfiguredProvider provider;
        private long credit;

        Member(ConfiguredProvider provider) {
            this.provider = provider;
        }

        boolean usable(Instant now) {
            ProviderCredential credential = provider.credential();
            return credential == null || credential.usable(now);
        }

        int weight() {
            ProviderCredential credential = provider.credential();
            return credential == null ? 1 : credential.weight();
        }
    }

    ProviderPool(ProviderConfiguration configuration, ConfiguredProvider.Maker maker) {
        this.configuration = configuration;
        List<Member> made = new ArrayList<>();
        for (ProviderCredential credential : configuration.credentials()) {
            made.add(new Member(new ConfiguredProvider(configuration, credential, maker)));
        }
        if (made.isEmpty()) {
            made.add(new Member(new ConfiguredProvider(configuration, null, maker)));
        }
        this.members = List.copyOf(made);
    }

    ProviderConfiguration configuration() {
        return configuration;
    }

    /// Begins a use of the credential whose turn it is, to be ended by closing the lease.
    ///
    /// @return null when the provider was retired meanwhile
    /// @throws FailureException when it cannot be built, or has no credential that may be used
    @Nullable ProviderLease lease(Instant now) {
        return next(now).lease();
    }

    /// Why it cannot be used, in words for operators, or null when it can.
    @Nullable String problem(Instant now) {
        String first = null;
        for (Member member : members) {
            if (member.usable(now)) {
                String problem = member.provider.problem();
                if (problem == null) {
                    return null;
                }
                first = first == null ? problem : first;
            }
        }
        return first == null ? "each of its credentials is switched off or has expired" : first;
    }

    /// Allows no further use.
    void retire() {
        members.forEach(member -> member.provider.retire());
    }

    /// The same, for a pool that is made for one use.
    @Override
    public void close() {
        retire();
    }

    // Each turn gives every usable member as much credit as it weighs; the one with most has the
    // turn and
    // pays for all. So the turns of one are spread evenly between those of the others.
    private ConfiguredProvider next(Instant now) {
        if (members.size() == 1 && members.getFirst().usable(now)) {
            return members.getFirst().provider;
        }
        lock.lock();
        try {
            Member best = null;
            long all = 0;
            for (Member member : members) {
                if (member.usable(now)) {
                    member.credit += member.weight();
                    all += member.weight();
                    best = best == null || member.credit > best.credit ? member : best;
                }
            }
            if (best == null) {
                throw new FailureException(
                        new Failure.Provider(
                                Failure.ProviderKind.NO_CREDENTIAL,
                                "the provider '"
                                        + configuration.uid()
                                        + "' has no credential that may be used now"));
            }
            best.credit -= all;
            return best.provider;
        } finally {
            lock.unlock();
        }
    }
}
