// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The threads that are inside a socket over TLS. Closing such a socket waits for its lock, which a
/// thread that writes, or that waits in the handshake, holds for as long as its caller likes;
/// interrupting that thread closes the channel under it. It is interrupted only while inside, and
/// the interrupt does not follow it out: what it does next, such as writing the ledger, must not be
/// hit.
final class BlockedThreads {

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Thread> inside = new HashSet<>();
    private boolean cut;

    /// The calling thread is about to read or write.
    void enter() {
        lock.lock();
        try {
            inside.add(Thread.currentThread());
            if (cut) {
                Thread.currentThread().interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The calling thread has read or written.
    void leave() {
        lock.lock();
        try {
            inside.remove(Thread.currentThread());
            if (cut) {
                // Whether it came in time does not matter any more.
                boolean _ = Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Throws every thread out, now and later.
    void cut() {
        lock.lock();
        try {
            cut = true;
            inside.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
