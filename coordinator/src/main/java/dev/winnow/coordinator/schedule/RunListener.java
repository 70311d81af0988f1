package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.events.StreamListener;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One open stream of a schedule's runs. Remembers those that are not over, and how far it has come. Thread-safe. */
final class RunListener extends StreamListener<RunNow> {
    private final UUID schedule;
    private final Map<Long, RunNow> open = new HashMap<>();
    private boolean begun;
    private long last;

    RunListener(UUID schedule, MultiEmitter<? super Optional<RunNow>> out) {
        super(out);
        this.schedule = schedule;
    }

    UUID schedule() {
        return schedule;
    }

    /** Whether it was told how things are; before that nothing is new to it. */
    synchronized boolean isBegun() {
        return begun;
    }

    /** The newest run that it knows. */
    synchronized long last() {
        return last;
    }

    /** Runs that it has yet to hear the end of. */
    synchronized Set<Long> awaited() {
        return Set.copyOf(open.keySet());
    }

    /** Tells how things are. */
    synchronized void begin(List<RunNow> now) {
        begun = true;
        now.forEach(this::tell);
    }

    /** Tells what is new of these; others may have asked for more of them. */
    synchronized void tell(List<RunNow> runs) {
        for (RunNow run : runs) {
            if (run.id() > last || run.isOpen() || open.containsKey(run.id())) {
                tell(run);
            }
        }
    }

    private void tell(RunNow run) {
        RunNow before = run.isOpen() ? open.put(run.id(), run) : open.remove(run.id());
        if (!run.equals(before)) {
            emit(run);
        }
        last = Math.max(last, run.id());
    }
}
