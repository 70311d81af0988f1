package dev.winnow.worker.extraction;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.engine.decoder.AdapterPool.Lease;
import dev.winnow.engine.decoder.MemoryRefusedException;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.worker.adapter.AdapterSupply;
import dev.winnow.worker.control.AdapterGoneException;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.log.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Items that wait for their adapters, on a thread of its own, so that those of other adapters go on meanwhile. An
 * adapter that cannot be had now is asked for again and again: that the coordinator or the disk fails is no item's
 * fault, and the shard's lease decides for how long. Thread-safe.
 */
final class AdapterLine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AdapterLine.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));

    private static final long CLOSE_SECONDS = 10;

    private final AdapterSupply adapters;
    private final Consumer<ItemWork> ready;
    private final Random chance = new Random();
    private final Set<ItemWork> waiting = new LinkedHashSet<>();
    private final ScheduledExecutorService fetching = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(Subject.none(task), "adapters");
        thread.setDaemon(true);
        return thread;
    });
    // The thread's alone.
    private final Map<String, Failing> failing = new HashMap<>();
    private @Nullable Future<?> alarm;

    /**
     * Takes where adapters come from.
     *
     * @param ready told of each item that has its adapter
     */
    AdapterLine(AdapterSupply adapters, Consumer<ItemWork> ready) {
        this.adapters = adapters;
        this.ready = ready;
    }

    /** Takes an item that names an adapter. */
    void add(ItemWork work) {
        synchronized (waiting) {
            waiting.add(work);
        }
        advance();
    }

    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Looks again soon: an item came or was cancelled, or an adapter was given back. */
    void advance() {
        if (size() > 0) {
            try {
                fetching.execute(this::round);
            } catch (RejectedExecutionException e) {
                LOG.debug("the extractor is closed", e);
            }
        }
    }

    private void round() {
        List<ItemWork> now;
        synchronized (waiting) {
            now = new ArrayList<>(waiting);
        }
        // What was found out of an adapter holds for all of its items in this round.
        Map<String, Finding> found = new HashMap<>();
        for (ItemWork work : now) {
            try {
                look(work, found);
            } catch (RuntimeException e) {
                // Whatever becomes of this one, the next is looked at.
                work.inItsName(() -> LOG.error("the item could not be told of its adapter", e));
            }
        }
        failing.keySet().retainAll(found.keySet());
        setAlarm();
    }

    private void look(ItemWork work, Map<String, Finding> found) {
        if (work.isCancelled()) {
            remove(work);
            work.ended();
            return;
        }
        String hash = work.adapter();
        Finding known = found.get(hash);
        Finding finding = known != null ? known : find(hash, work);
        if (finding.verdict() != Verdict.GIVEN) {
            found.put(hash, finding);
        }
        if (finding.verdict() == Verdict.REFUSED && !fetching.isShutdown()) {
            remove(work);
            work.fail(ErrorCode.ENGINE_ERROR, finding.reason());
        }
    }

    // One alarm, however many rounds there are until it rings: rows that end make one each.
    private void setAlarm() {
        OptionalLong next = failing.values().stream().mapToLong(Failing::waits).min();
        if (next.isPresent() && alarm == null && !fetching.isShutdown()) {
            alarm = fetching.schedule(this::rings, Math.max(0, next.getAsLong()), TimeUnit.NANOSECONDS);
        }
    }

    private void rings() {
        alarm = null;
        round();
    }

    private Finding find(String hash, ItemWork work) {
        Failing before = failing.get(hash);
        if (before != null && before.waits() > 0) {
            return new Finding(Verdict.LATER, "");
        }
        try {
            Optional<Lease> lease = adapters.lease(hash);
            if (lease.isEmpty()) {
                return new Finding(Verdict.NO_ROOM, "");
            }
            work.runsWith(lease.get());
            remove(work);
            ready.accept(work);
            return new Finding(Verdict.GIVEN, "");
        } catch (AdapterGoneException | ModelRefusedException e) {
            return new Finding(Verdict.REFUSED, String.valueOf(e.getMessage()));
        } catch (MemoryRefusedException e) {
            return new Finding(Verdict.REFUSED, e.getMessage() + " (WINNOW_ADAPTER_MEBIBYTES sets it)");
        } catch (CoordinatorAwayException | WorkerRefusedException | IOException e) {
            int failures = before == null ? 1 : before.failures() + 1;
            Duration pause = PAUSES.after(failures, chance);
            failing.put(hash, new Failing(failures, System.nanoTime() + pause.toNanos()));
            // One line at the beginning; a coordinator may be away for hours.
            LOG.logf(
                    failures == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "adapter %s cannot be had now, its items wait: %s",
                    hash,
                    e);
            return new Finding(Verdict.LATER, "");
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.errorf(e, "adapter %s could not be loaded", hash);
            return new Finding(Verdict.REFUSED, "the adapter %s could not be loaded: %s".formatted(hash, e));
        }
    }

    private void remove(ItemWork work) {
        synchronized (waiting) {
            waiting.remove(work);
        }
    }

    /** Forgets who waits. Adapters go when the generator, which may still run with them, is closed. */
    @Override
    public void close() {
        fetching.shutdownNow();
        synchronized (waiting) {
            waiting.clear();
        }
        try {
            // What is just being loaded uses the decoder, which goes next.
            if (!fetching.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("an adapter is still being fetched or loaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private enum Verdict {
        GIVEN,
        /** Rows of others use the memory; when one of them ends, there is another round. */
        NO_ROOM,
        LATER,
        REFUSED
    }

    /** A fetch that has failed so often in a row, and when it may be tried again by {@code System.nanoTime}. */
    private record Failing(int failures, long next) {
        long waits() {
            return next - System.nanoTime();
        }
    }

    private record Finding(Verdict verdict, String reason) {}
}
