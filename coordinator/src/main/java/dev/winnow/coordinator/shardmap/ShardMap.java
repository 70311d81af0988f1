package dev.winnow.coordinator.shardmap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where the shards of a job are.
 *
 * @param items of the job
 * @param cutItems how many of them, from the first, belong to a shard by now; a long job is cut while it runs
 * @param shards how many there are; of a job whose failed items are tried again, those of the last time
 * @param cells shards in the order in which they were cut, neighbours together where there are many
 * @param holders workers that have shards in hand, by name
 */
@Schema(name = "ShardMap")
record ShardMap(int items, int cutItems, int shards, List<Cell> cells, List<Holder> holders) {
    ShardMap {
        cells = List.copyOf(cells);
        holders = List.copyOf(holders);
    }

    /**
     * Some neighbours.
     *
     * @param shards how many
     * @param states how many of them are in which state
     * @param workers names of those that have some of them in hand, a few at most; left out where nobody has
     */
    @Schema(name = "ShardCell")
    record Cell(
            int shards,
            Map<String, Integer> states,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> workers) {
        Cell {
            states = Collections.unmodifiableMap(new TreeMap<>(states)); // the same answer from every coordinator
            workers = List.copyOf(workers);
        }
    }

    /**
     * A worker with work of this job in hand.
     *
     * @param shards how many it holds
     * @param items how many of their items it was writing when it was last heard
     */
    @Schema(name = "ShardHolder")
    record Holder(String worker, int shards, int items) {}
}
