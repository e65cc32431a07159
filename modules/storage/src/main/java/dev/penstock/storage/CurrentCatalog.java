// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import dev.penstock.state.Catalog;
import dev.penstock.state.CatalogSource;
import dev.penstock.state.StateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The catalogue in force. One thread reads it anew after every change and tells the listeners, so
/// they hear of all versions in order and one at a time. It also looks again and again
/// whether the version in the database has grown: so it learns what other replicas have changed within
/// a second, reading included, and repairs a reading that failed.
final class CurrentCatalog implements CatalogSource, AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Database database;
    private final CatalogRows rows;
    private final AtomicReference<Catalog> current = new AtomicReference<>(Catalog.empty());
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final ScheduledExecutorService executor;

    // Owned by the thread.
    private final List<Consumer<Catalog>> listeners = new ArrayList<>();
    private boolean telling;
    private boolean failing;

    CurrentCatalog(Database database, CatalogRows rows) {
        this.database = database;
        this.rows = rows;
        this.executor = Executors.newSingleThreadScheduledExecutor(this::newThread);
    }

    /// Reads the first catalogue and begins to look for later ones.
    void start() {
        refresh();
        var _ =
                executor.scheduleWithFixedDelay(
                        this::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public Catalog current() {
        return current.get();
    }

    @Override
    public void onChange(Consumer<Catalog> listener) {
        onThread(() -> {
            listeners.add(listener);
            tell(listener, current.get());
            return listener;
        });
    }

    /// Returns when everything committed before is in force and all listeners know it.
    void refresh() {
        onThread(() -> {
            readIfChanged();
            return current;
        });
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                Log.warning("a listener of the catalogue still works while the store is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            readIfChanged();
            if (failing) {
                failing = false;
                Log.info("the catalogue can be read again");
            }
        } catch (SQLException | RuntimeException e) {
            // Once, not every second of an outage.
            if (!failing) {
                failing = true;
                Log.warning("the catalogue could not be read; the one in force stays", e);
            }
        }
    }

    private void readIfChanged() throws SQLException {
        if (database.here(CatalogRows::version) > current.get().version()) {
            current.set(database.snapshot(rows::read));
            tellAll();
        }
    }

    // A listener may change something itself, which comes back here: the outermost round goes on
    // until
    // all have heard of the newest.
    private void tellAll() {
        if (telling) {
            return;
        }
        telling = true;
        try {
            Catalog told;
            do {
                told = current.get();
                for (Consumer<Catalog> listener : List.copyOf(listeners)) {
                    tell(listener, told);
                }
            } while (told.version() < current.get().version());
        } finally {
            telling = false;
        }
    }

    private static void tell(Consumer<Catalog> listener, Catalog catalog) {
        try {
            listener.accept(catalog);
        } catch (RuntimeException e) {
            Log.warning("a listener failed on catalogue " + catalog.version(), e);
        }
    }

    private <T> void onThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        try {
            if (Thread.currentThread().equals(thread.get())) {
                task.run();
            } else {
                executor.execute(task);
            }
            Waiting.waitFor(task, DEADLINE);
        } catch (RejectedExecutionException | TimeoutException e) {
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the change is stored but not in force yet; it will be within seconds",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StateException known) {
                throw known;
            }
            throw new StateException(
                    StateException.Kind.UNAVAILABLE,
                    "the catalogue could not be read; a change will be in force within seconds",
                    Waiting.cause(e));
        }
    }

    private Thread newThread(Runnable work) {
        Thread made = Thread.ofPlatform().daemon().name("penstock-catalog").unstarted(work);
        thread.set(made);
        return made;
    }
}
