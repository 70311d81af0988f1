package dev.winnow.worker.shard;

import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.result.Sender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A claimed shard while this worker has it. Guarded by its {@link ShardDesk}. */
final class ShardRun {
    private final ShardWork work;
    private final @Nullable TraceParent trace;
    private final Set<Integer> open;
    private final Map<Integer, Extraction> extractions = new HashMap<>();
    private boolean stopped;

    ShardRun(ShardWork work, @Nullable TraceParent trace, Collection<Integer> recorded) {
        this.work = work;
        this.trace = trace;
        this.open = work.items().stream()
                .map(WorkItem::position)
                .filter(position -> !recorded.contains(position))
                .collect(Collectors.toSet());
    }

    ShardAttempt attempt() {
        return work.shard();
    }

    /** In whose name its results are sent. */
    Sender sender() {
        return new Sender(work.shard(), work.job(), trace);
    }

    ShardWork work() {
        return work;
    }

    List<WorkItem> openItems() {
        return work.items().stream()
                .filter(item -> open.contains(item.position()))
                .toList();
    }

    /** Whether no more results will come. */
    boolean isOver() {
        return open.isEmpty();
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isOpen(int position) {
        return open.contains(position);
    }

    /** Remembers how to cancel an item, unless it has ended already. */
    void running(int position, Extraction extraction) {
        if (open.contains(position)) {
            extractions.put(position, extraction);
        }
    }

    /** Closes an item; false if it was closed before, so that its result is not wanted. */
    boolean close(int position) {
        extractions.remove(position);
        return open.remove(position);
    }

    /** Closes every open item and answers what is to be cancelled. */
    List<Extraction> stop() {
        List<Extraction> cancelled = new ArrayList<>(extractions.values());
        extractions.clear();
        open.clear();
        stopped = true;
        return cancelled;
    }
}
