// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.LedgerEntry;
import dev.penstock.state.CallRecords;
import dev.penstock.state.CallRecords.CallFilter;
import dev.penstock.state.CallRecords.Changed;
import dev.penstock.state.CallRecords.LedgerMark;
import dev.penstock.state.StateException;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The feed of one listener. It looks at the ledger itself, from the mark where it is: so a slow one
/// holds nothing for anybody else, and one that comes back goes on where it was.
final class LiveCalls implements Reply.Streamed {

    private final Feed feed;
    private final LiveEndpoint.Pace pace;
    private final Runnable check;
    private final CountDownLatch closed;
    private final Runnable end;

    private LedgerMark mark;
    private long spoken = System.nanoTime();
    private long checked = System.nanoTime();

    /// What is followed.
    ///
    /// @param mark where it begins
    record Feed(CallRecords calls, UUID organisation, CallFilter filter, LedgerMark mark) {}

    /// @param check throws a [ProblemException] when the listener may listen no more
    /// @param closed when all feeds end
    /// @param end called once, when this one has ended
    LiveCalls(
            Feed feed,
            LiveEndpoint.Pace pace,
            Runnable check,
            CountDownLatch closed,
            Runnable end) {
        this.feed = feed;
        this.pace = pace;
        this.check = check;
        this.closed = closed;
        this.end = end;
        this.mark = feed.mark();
    }

    /// Why a feed ends.
    record Farewell(String reason) {}

    @Override
    public void send(ServerResponse response) {
        try (WriteWatch watch = new WriteWatch(pace.patience());
                SseSink sink = response.sink(SseSink.TYPE)) {
            boolean kept = say(watch, sink, silence("following"));
            while (kept) {
                kept = look(watch, sink) && rest(watch, sink);
            }
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("the listener has gone", e);
        } finally {
            end.run();
        }
        // Nothing comes after a feed, and not every listener notices the end of a body.
        throw new CloseConnectionException("the feed has ended");
    }

    // What is left to be fetched is fetched before it rests.
    private boolean look(WriteWatch watch, SseSink sink) throws IOException {
        Changed changed;
        do {
            try {
                changed = feed.calls().since(feed.organisation(), mark, CallRecords.MOST);
            } catch (StateException _) {
                return farewell(watch, sink, "ended", "the database does not answer; come again");
            }
            if (!tell(watch, sink, changed) || !allowed(watch, sink)) {
                return false;
            }
        } while (changed.entries().size() == CallRecords.MOST && closed.getCount() > 0);
        return true;
    }

    // Only the last event of a look can be gone on from; one who was cut off before it sees some
    // again.
    private boolean tell(WriteWatch watch, SseSink sink, Changed changed) throws IOException {
        List<LedgerEntry> fitting =
                changed.entries().stream().filter(entry -> feed.filter().fits(entry)).toList();
        for (int i = 0; i < fitting.size(); i++) {
            LedgerEntry entry = fitting.get(i);
            SseEvent.Builder event =
                    SseEvent.builder()
                            .name(entry.state() == LedgerEntry.State.OPEN ? "opened" : "closed")
                            .data(Door.MAPPER.writeValueAsString(AttemptView.of(entry)));
            if (i == fitting.size() - 1) {
                event.id(LiveEndpoint.text(changed.mark()));
            }
            if (!say(watch, sink, event.build())) {
                return false;
            }
        }
        mark = changed.mark();
        return true;
    }

    private boolean allowed(WriteWatch watch, SseSink sink) throws IOException {
        if (!due(checked, pace.check())) {
            return true;
        }
        checked = System.nanoTime();
        try {
            check.run();
            return true;
        } catch (ProblemException e) {
            return farewell(watch, sink, "ended", e.problem().detail());
        } catch (StateException _) {
            return farewell(watch, sink, "ended", "the database does not answer; come again");
        }
    }

    private boolean rest(WriteWatch watch, SseSink sink) throws IOException {
        try {
            if (closed.await(pace.look().toNanos(), TimeUnit.NANOSECONDS)) {
                return farewell(watch, sink, "ended", "the gateway stops");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        return !due(spoken, pace.comment()) || say(watch, sink, silence("still here"));
    }

    private SseEvent silence(String comment) {
        return SseEvent.builder().id(LiveEndpoint.text(mark)).comment(comment).build();
    }

    /// Says something, unless the listener is so slow that this is the last it hears.
    private boolean say(WriteWatch watch, SseSink sink, SseEvent event) throws IOException {
        Duration took = watch.write(() -> sink.emit(event));
        spoken = System.nanoTime();
        return took.compareTo(pace.slow()) <= 0
                || farewell(
                        watch,
                        sink,
                        "dropped",
                        "you read too slowly; come again with the id of the last event");
    }

    private static boolean farewell(WriteWatch watch, SseSink sink, String name, String reason)
            throws IOException {
        String data = Door.MAPPER.writeValueAsString(new Farewell(reason));
        var _ = watch.write(() -> sink.emit(SseEvent.builder().name(name).data(data).build()));
        return false;
    }

    private static boolean due(long since, Duration every) {
        return System.nanoTime() - since >= every.toNanos();
    }
}
