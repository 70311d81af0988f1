package dev.winnow.worker.shard;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the extractor has in its hands, until it says itself that it let go: an item that was cancelled, or whose shard
 * is gone, is still decoded for a moment, and can still hang or crash the engine. Guarded by its {@link ShardDesk}.
 */
final class EngineItems {
    private static final Duration NOT_BEGUN = Duration.ofSeconds(Long.MAX_VALUE);

    private final Map<Key, Duration> begun = new LinkedHashMap<>();
    private int waiting;

    void started(ShardRun run, Collection<Integer> positions) {
        positions.forEach(position -> begun.put(new Key(run, position), NOT_BEGUN));
        waiting += positions.size();
    }

    void begun(ShardRun run, int position, Duration now) {
        leftLine(begun.replace(new Key(run, position), now));
    }

    void putBack(ShardRun run, int position) {
        Duration before = begun.replace(new Key(run, position), NOT_BEGUN);
        if (before != null && !before.equals(NOT_BEGUN)) {
            waiting++;
        }
    }

    void ended(ShardRun run, int position) {
        leftLine(begun.remove(new Key(run, position)));
    }

    private void leftLine(@Nullable Duration before) {
        if (NOT_BEGUN.equals(before)) {
            waiting--;
        }
    }

    /** Items that the extractor has taken and not begun. */
    int waiting() {
        return waiting;
    }

    boolean isEmpty() {
        return begun.isEmpty();
    }

    boolean holdsSuspect() {
        return begun.keySet().stream().anyMatch(key -> key.run.work().suspect());
    }

    /** Positions of a shard that are being decoded. */
    List<Integer> begunOf(ShardRun run) {
        return allBegunKeys()
                .filter(key -> key.run == run)
                .map(Key::position)
                .sorted()
                .toList();
    }

    /** Every item that is being decoded. */
    List<BegunItem> allBegun() {
        return allBegunKeys().map(Key::item).toList();
    }

    /** Items that were begun longer ago than their limit and a margin allow. */
    List<BegunItem> overdue(Duration now, Duration margin) {
        return begun.entrySet().stream()
                .filter(entry -> entry.getValue()
                                .compareTo(now.minus(entry.getKey().allowed()).minus(margin))
                        < 0)
                .map(entry -> entry.getKey().item())
                .toList();
    }

    private Stream<Key> allBegunKeys() {
        return begun.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(NOT_BEGUN))
                .map(Map.Entry::getKey);
    }

    /** A run is itself and no other: the same attempt may be granted again while an old row of it still runs. */
    private record Key(ShardRun run, int position) {
        BegunItem item() {
            return new BegunItem(run.work(), position);
        }

        Duration allowed() {
            return Duration.ofSeconds(run.work().task().itemSeconds());
        }
    }
}
