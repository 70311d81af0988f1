package dev.winnow.coordinator.shardmap;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.dispatch.ShardState;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.shardmap.ShardMap.Cell;
import dev.winnow.coordinator.shardmap.ShardMap.Holder;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Reads shard maps. Thread-safe. */
@Singleton
class ShardMaps {
    /** As many as a screen can show side by side. */
    static final int MOST_CELLS = 200;

    private static final int NAMES_OF_CELL = 4;
    private static final int MOST_HOLDERS = 200;

    private static final String JOB = "select epoch, item_count, planned_items from job where tenant = ? and id = ?";

    // Positions are left where they are: for a million items they would be most of what is read.
    private static final String CELLS = """
            with placed as (
                select state, worker, ntile(?::integer) over (order by id) as cell
                from shard where job_id = ? and epoch = ?)
            select count(*) as shards,
                   count(*) filter (where p.state = 'planned') as planned,
                   count(*) filter (where p.state = 'dispatched') as dispatched,
                   count(*) filter (where p.state = 'begun') as begun,
                   count(*) filter (where p.state = 'done') as done,
                   count(*) filter (where p.state = 'cancelled') as cancelled,
                   array_to_string((array_agg(distinct w.name) filter (where w.name is not null))[1:?], E'\\n') as workers
            from placed p left join worker w on p.state = 'begun' and w.incarnation = p.worker
            group by cell order by cell""";

    private static final String HOLDERS = """
            select w.name, count(*) as shards, sum(cardinality(s.begun)) as items
            from shard s join worker w on w.incarnation = s.worker
            where s.job_id = ? and s.state = 'begun' group by w.name order by w.name limit ?""";

    private final Database database;

    ShardMaps(Database database) {
        this.database = database;
    }

    /** The map of a tenant's job. */
    ShardMap of(String tenant, UUID id) {
        return database.inTransaction(sql -> {
            Job job = sql.queryOne(JOB, Job::read, tenant, id)
                    .orElseThrow(() -> Problem.of(404, "unknown_job", "there is no extraction job " + id)
                            .remedy("GET /api/v1/extractions lists those there are")
                            .exception());
            List<Cell> cells = sql.query(CELLS, ShardMaps::cell, MOST_CELLS, id, job.epoch(), NAMES_OF_CELL);
            return new ShardMap(
                    job.items(),
                    job.cutItems(),
                    cells.stream().mapToInt(Cell::shards).sum(),
                    cells,
                    sql.query(HOLDERS, ShardMaps::holder, id, MOST_HOLDERS));
        });
    }

    private static Cell cell(Row row) throws SQLException {
        Map<String, Integer> states = new TreeMap<>();
        for (ShardState state : ShardState.values()) {
            int shards = row.number(state.stored());
            if (shards > 0) {
                states.put(state.stored(), shards);
            }
        }
        String workers = row.textOrNull("workers");
        return new Cell(row.number("shards"), states, workers == null ? List.of() : List.of(workers.split("\n")));
    }

    private static Holder holder(Row row) throws SQLException {
        return new Holder(row.text("name"), row.number("shards"), row.number("items"));
    }

    private record Job(int epoch, int items, int cutItems) {
        static Job read(Row row) throws SQLException {
            return new Job(row.number("epoch"), row.number("item_count"), row.number("planned_items"));
        }
    }
}
