package dev.winnow.coordinator.online;

import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.problem.Problem;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request that somebody waits for. What was told once stays true: when a lost worker's request is done anew, its
 * output goes on where the first one's had come to, or the request fails. Thread-safe.
 */
public final class Waiting implements AutoCloseable {
    static final String CALLER_GONE = "caller_gone";
    private static final int MOST_ATTEMPTS = 10;

    private final OnlineDesk desk;
    private final String tenant;
    private final Pool pool;
    private final ExtractionTask task;
    private final WorkItem item;
    private final @Nullable TraceParent trace;
    private final UUID id = UUID.randomUUID();
    private final long since = System.nanoTime();
    private final long deadline;
    private final Duration timeout;
    private final int repeats;

    private final StringBuilder told = new StringBuilder();
    private StringBuilder written = new StringBuilder();
    private int attempt = 1;
    private int losses;
    private boolean begun;
    private boolean beginToldYet;
    private @Nullable String heardOn;
    private @Nullable String cancels;
    private @Nullable ItemResult result;
    private @Nullable Problem failure;
    private boolean over;

    Waiting(
            OnlineDesk desk,
            String tenant,
            Pool pool,
            ExtractionTask task,
            WorkItem item,
            @Nullable TraceParent trace,
            OnlineConfig config) {
        this.desk = desk;
        this.tenant = tenant;
        this.pool = pool;
        this.task = task;
        this.item = item;
        this.trace = trace;
        this.timeout = config.timeout();
        this.repeats = config.repeats();
        this.deadline = since + timeout.toNanos();
    }

    UUID id() {
        return id;
    }

    String tenant() {
        return tenant;
    }

    Pool pool() {
        return pool;
    }

    /** Where in a trace it was asked. */
    @Nullable
    TraceParent trace() {
        return trace;
    }

    synchronized OnlineWork work(String replyTo) {
        heardOn = replyTo;
        return new OnlineWork(id, attempt, task, item, replyTo);
    }

    /** Whether its replies come to that queue. */
    synchronized boolean isHeardOn(String replies) {
        return replies.equals(heardOn);
    }

    /** How long an answer may still take; below zero when it is too late. */
    public long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    /**
     * Waits for the next event; the last one is {@link Event.Ended}.
     *
     * @param most how long it waits before it says that all is quiet
     * @throws dev.winnow.coordinator.problem.ProblemException if there will be no answer
     */
    public synchronized Event next(Duration most) throws InterruptedException {
        long until = Math.min(deadline, System.nanoTime() + most.toNanos());
        while (true) {
            if (failure != null) {
                throw failure.exception();
            }
            if (begun && !beginToldYet) {
                beginToldYet = true;
                return new Event.Begun();
            }
            String more = more();
            if (result != null) {
                return ended(result, more);
            }
            if (!more.isEmpty()) {
                told.append(more);
                return new Event.Text(more);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left > 0) {
                wait(left);
            } else if (millisLeft() <= 0) {
                throw tooLate().exception();
            } else {
                return new Event.Quiet();
            }
        }
    }

    private String more() {
        int common = Math.min(told.length(), written.length());
        if (attempt > 1 && !written.substring(0, common).equals(told.substring(0, common))) {
            throw changed().exception();
        }
        return written.substring(common);
    }

    private Event ended(ItemResult last, String more) {
        if (last instanceof ItemOutput output) {
            String all = output.output();
            if (!all.startsWith(told.toString())) {
                throw changed().exception();
            }
            return new Event.Ended(last, all.substring(told.length()));
        }
        return new Event.Ended(last, more);
    }

    private static Problem changed() {
        return Problem.of(500, "output_changed", "the output does not go on as it was told")
                .remedy("send the request again");
    }

    private Problem tooLate() {
        return Problem.of(
                        504,
                        "online_timeout",
                        (begun ? "the answer was not ready within %s s" : "no worker was free within %s s")
                                .formatted(timeout.toSeconds()))
                .limit(timeout.toSeconds())
                .remedy("put it into a batch, ask for fewer tokens, or raise winnow.online.timeout");
    }

    /** A worker has said something of it. */
    void heard(OnlineReply reply) {
        // Not under the lock: the line to the workers asks for it under its own.
        if (reply instanceof OnlineReply.Begun begins && !begins(begins)) {
            desk.closed(this, begins.cancels());
        } else if (isToBeSentAgain(reply)) {
            desk.send(this);
        }
    }

    /** Notes who can be told to stop; false if nobody waits any more. */
    private synchronized boolean begins(OnlineReply.Begun reply) {
        if (over) {
            return false;
        }
        if (reply.attempt() == attempt) {
            begun = true;
            cancels = reply.cancels();
            notifyAll();
        }
        return true;
    }

    private synchronized boolean isToBeSentAgain(OnlineReply reply) {
        if (reply.attempt() != attempt || over) {
            return false;
        }
        boolean again = false;
        if (reply instanceof OnlineReply.Written more) {
            written.append(more.text());
        } else if (reply instanceof OnlineReply.Ended end) {
            result = end.result();
        } else if (reply instanceof OnlineReply.HandedBack) {
            again = mayBeDoneAnew();
        }
        notifyAll();
        return again;
    }

    private boolean mayBeDoneAnew() {
        if (cancels != null && ++losses > repeats) {
            failed(Problem.of(500, "worker_lost", "%d workers were lost over this request".formatted(losses))
                    .remedy("look into the workers' logs; the same request may end them again"));
            return false;
        }
        if (++attempt > MOST_ATTEMPTS) {
            failed(Problem.of(503, "no_worker", "workers come and go, and none began it")
                    .remedy("try again in a moment"));
            return false;
        }
        written = new StringBuilder();
        cancels = null;
        return true;
    }

    /** There will be no answer. */
    synchronized void failed(Problem why) {
        if (failure == null && result == null) {
            failure = why;
        }
        notifyAll();
    }

    /** Whoever waited has gone: nothing more is written to it, and its place is free. */
    public void abandon() {
        failed(Problem.of(408, CALLER_GONE, "the caller has gone"));
        close();
    }

    /** Nobody waits any more: what has not ended is cancelled. */
    @Override
    public void close() {
        String worker;
        OnlineEnd end;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            worker = result == null ? cancels : null;
            end = OnlineEnd.of(result, failure, millisLeft() <= 0);
        }
        desk.ended(end, System.nanoTime() - since);
        desk.closed(this, worker);
    }
}
