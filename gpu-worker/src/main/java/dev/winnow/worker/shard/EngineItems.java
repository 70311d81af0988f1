package dev.winnow.worker.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the extractor has in its hands, until it says itself that it let go: an item that was cancelled, or whose shard
 * is gone, is still decoded for a moment, and can still hang or crash the engine. Guarded by its {@link ShardDesk}.
 */
final class EngineItems {
    private final Map<Key, Instant> begun = new LinkedHashMap<>();

    void started(ShardRun run, Collection<Integer> positions) {
        positions.forEach(position -> begun.put(new Key(run, position), Instant.MAX));
    }

    void begun(ShardRun run, int position, Instant now) {
        begun.replace(new Key(run, position), now);
    }

    void ended(ShardRun run, int position) {
        begun.remove(new Key(run, position));
    }

    boolean isEmpty() {
        return begun.isEmpty();
    }

    boolean holdsSuspect() {
        return begun.keySet().stream().anyMatch(key -> key.run.work().suspect());
    }

    /** Positions of a shard that are being decoded. */
    List<Integer> begunOf(ShardRun run) {
        return begunBefore(Instant.MAX)
                .filter(key -> key.run == run)
                .map(Key::position)
                .sorted()
                .toList();
    }

    /** Every item that is being decoded. */
    List<BegunItem> allBegun() {
        return begunBefore(Instant.MAX).map(Key::item).toList();
    }

    /** Items that were begun longer ago than their limit and a margin allow. */
    List<BegunItem> overdue(Instant now, Duration margin) {
        return begun.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .isBefore(now.minus(entry.getKey().allowed().plus(margin))))
                .map(entry -> entry.getKey().item())
                .toList();
    }

    private Stream<Key> begunBefore(Instant moment) {
        return begun.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(moment))
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
