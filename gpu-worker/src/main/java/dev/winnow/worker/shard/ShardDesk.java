package dev.winnow.worker.shard;

import dev.winnow.common.control.HeartbeatReply.ShardVerdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.broker.Delivery;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.result.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Every shard of this worker, and the lock that guards them; those who ask it make the calls. Thread-safe. */
public final class ShardDesk {
    private final Outbox outbox;
    private final AwakeTime awake;
    private final Runnable mayClaim;
    private final Deque<WaitingShard> waiting = new ArrayDeque<>();
    private final Map<ShardAttempt, ShardRun> held = new LinkedHashMap<>();
    private final EngineItems engine = new EngineItems();
    private volatile BooleanSupplier othersAtWork = () -> false;
    private boolean draining;
    private boolean closed;

    /**
     * Takes where results go.
     *
     * @param mayClaim called, under this desk's lock, when {@link #next} may have something that it had not before
     */
    public ShardDesk(Outbox outbox, Clock clock, Runnable mayClaim) {
        this.outbox = outbox;
        this.awake = new AwakeTime(clock);
        this.mayClaim = mayClaim;
    }

    /** Others have the same engine do work: a suspect does not run beside it. Asked under this desk's lock. */
    public void beside(BooleanSupplier atWork) {
        othersAtWork = atWork;
    }

    /** Whether others have the same engine do work now: what hangs may be theirs. */
    public boolean isBesideOthers() {
        return othersAtWork.getAsBoolean();
    }

    /** Whether a suspect is being decoded, or waits for its turn: nothing is to be begun beside it. */
    public synchronized boolean wantsToBeAlone() {
        WaitingShard first = waiting.peekFirst();
        return engine.holdsSuspect() || (first != null && first.work().suspect());
    }

    private void tellWhatMayBegin() {
        if (next().isPresent()) {
            mayClaim.run();
        }
    }

    /**
     * A delivery has come.
     *
     * @return the delivery, to be acked at once, if its shard is held already: it came again with a new connection, or
     *     the coordinator sent it twice
     */
    synchronized Optional<Delivery> arrived(ShardWork work, Delivery delivery) {
        if (!delivery.live()) {
            return Optional.empty();
        }
        if (held.containsKey(work.shard())) {
            return Optional.of(delivery);
        }
        waiting.addLast(new WaitingShard(work, delivery));
        tellWhatMayBegin();
        return Optional.empty();
    }

    /** The connection has ended: what is not claimed belongs to the broker again; what is claimed goes on. */
    synchronized void disconnected() {
        waiting.clear();
    }

    /** The shard to claim now, if any may begin: the oldest, while items of it would begin at once. */
    synchronized Optional<WaitingShard> next() {
        WaitingShard first = waiting.peekFirst();
        if (first == null || draining || closed || engine.waiting() > 0 || outbox.isFull()) {
            return Optional.empty();
        }
        // A suspect runs alone, so that a crash says something about it and nothing about its neighbours. What was
        // cancelled counts until the engine has let go of it.
        boolean alone = first.work().suspect() || engine.holdsSuspect();
        return alone && (!engine.isEmpty() || othersAtWork.getAsBoolean()) ? Optional.empty() : Optional.of(first);
    }

    /** The coordinator refused the shard. */
    synchronized void refused(WaitingShard shard) {
        waiting.remove(shard);
    }

    /**
     * The coordinator granted the shard: it is held from now on, and its lease brings it back if this worker is lost.
     * The delivery has done its part, and makes room for the next one.
     */
    synchronized GrantedShard granted(WaitingShard shard, Collection<Integer> recorded) {
        waiting.remove(shard);
        ShardRun run = new ShardRun(shard.work(), shard.delivery().trace(), recorded);
        List<Delivery> settled = new ArrayList<>(List.of(shard.delivery()));
        waiting.removeIf(again -> {
            boolean same = again.work().shard().equals(run.attempt());
            if (same) {
                settled.add(again.delivery());
            }
            return same;
        });
        List<WorkItem> items = run.openItems();
        if (!items.isEmpty()) {
            held.put(run.attempt(), run);
            engine.started(run, items.stream().map(WorkItem::position).toList());
        }
        return new GrantedShard(run, items, settled);
    }

    synchronized void begun(ShardRun run, int position) {
        engine.begun(run, position, awake.now());
        tellWhatMayBegin();
    }

    /** The item waits again: neither does its time pass, nor is it evidence. */
    synchronized void putBack(ShardRun run, int position) {
        engine.putBack(run, position);
    }

    /** The extractor has let go of an item that was cancelled. */
    synchronized void ended(ShardRun run, int position) {
        engine.ended(run, position);
        tellWhatMayBegin();
    }

    /** Remembers how to cancel an item; cancels it at once if the shard was stopped meanwhile. */
    void running(ShardRun run, int position, Extraction extraction) {
        boolean stopped;
        synchronized (this) {
            run.running(position, extraction);
            stopped = run.isStopped();
        }
        if (stopped) {
            extraction.cancel();
        }
    }

    synchronized void finished(ShardRun run, ItemResult result) {
        engine.ended(run, result.position());
        if (run.close(result.position())) {
            outbox.add(run.sender(), result);
            if (run.isOver()) {
                outbox.complete(run.attempt());
            }
        }
        tellWhatMayBegin();
    }

    /** What a heartbeat names. */
    public synchronized List<HeldShard> held() {
        return held.values().stream()
                .map(run -> new HeldShard(run.attempt(), engine.begunOf(run)))
                .toList();
    }

    /** Applies the coordinator's verdicts on shards of an earlier {@link #held}. */
    void judged(List<ShardVerdict> verdicts) {
        List<Extraction> cancelled = new ArrayList<>();
        synchronized (this) {
            for (ShardVerdict verdict : verdicts) {
                ShardRun run = held.get(verdict.shard());
                if (run == null) {
                    continue;
                }
                switch (verdict.verdict()) {
                    case CONTINUE -> {}
                    case STOP -> cancelled.addAll(stop(run));
                    case RECORDED -> {
                        cancelled.addAll(run.stop());
                        outbox.forget(run.attempt());
                        held.remove(run.attempt());
                    }
                }
            }
        }
        cancelled.forEach(Extraction::cancel);
    }

    private List<Extraction> stop(ShardRun run) {
        List<Extraction> cancelled = run.stop();
        outbox.complete(run.attempt());
        return cancelled;
    }

    /** Forgets stopped shards whose results the broker has: nobody will call them recorded. */
    public synchronized void forgetStopped() {
        held.values().removeIf(run -> {
            boolean over = run.isStopped() && outbox.isConfirmed(run.attempt());
            if (over) {
                outbox.forget(run.attempt());
            }
            return over;
        });
    }

    /** Begins no more shards, or begins them again. */
    public synchronized void drain(boolean wanted) {
        draining = wanted;
        tellWhatMayBegin();
    }

    /** Begins no more shards, whatever the coordinator wants: they would be lost with this process. */
    public synchronized void close() {
        closed = true;
    }

    /** Whether the coordinator or the process wants no more shards begun. */
    public synchronized boolean isDraining() {
        return draining;
    }

    /** Gives unclaimed deliveries back to the broker. */
    public void giveBackWaiting() {
        List<WaitingShard> given;
        synchronized (this) {
            given = List.copyOf(waiting);
            waiting.clear();
        }
        given.forEach(shard -> shard.delivery().giveBack());
    }

    /**
     * Stops every unfinished shard and takes it off the desk, so that it can be returned; what is finished stays in the
     * outbox.
     */
    public List<ShardAttempt> takeUnfinished() {
        List<Extraction> cancelled = new ArrayList<>();
        List<ShardAttempt> returned = new ArrayList<>();
        synchronized (this) {
            held.values().removeIf(run -> {
                if (run.isOver()) {
                    return false;
                }
                cancelled.addAll(stop(run));
                returned.add(run.attempt());
                return true;
            });
        }
        cancelled.forEach(Extraction::cancel);
        return returned;
    }

    /** Whether an item of a claimed shard has not ended. */
    public synchronized boolean isWorking() {
        return held.values().stream().anyMatch(run -> !run.isOver());
    }

    /** Whether no delivery waits for a claim. */
    public synchronized boolean isIdle() {
        return waiting.isEmpty();
    }

    /**
     * Items that were begun longer ago than their limit and a margin allow: the engine does not move. To be called
     * every second, so that times are told apart in which nothing here could move.
     */
    public synchronized List<BegunItem> overdue(Duration margin) {
        awake.tick();
        return engine.overdue(awake.now(), margin);
    }

    /** Ends an item without the engine; false if it has ended meanwhile. */
    public synchronized boolean fail(BegunItem item, ErrorCode code, String message) {
        ShardRun run = held.get(item.work().shard());
        if (run == null || !run.isOpen(item.position())) {
            return false;
        }
        finished(run, new ItemFailure(item.position(), code, message));
        return true;
    }

    /** Every item that is being decoded now, wanted or not. */
    public synchronized List<BegunItem> begun() {
        return engine.allBegun();
    }
}
