package dev.winnow.coordinator.shardmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ShardMapTest extends CoordinatorTest {
    @Test
    void the_map_follows_a_shard_from_the_plan_to_its_end_and_says_who_holds_it() {
        UUID job = submit(3);
        map(job).body("items", equalTo(3)).body("cut_items", equalTo(0)).body("cells", hasSize(0));

        planner.runOnce();
        map(job).body("cut_items", equalTo(3)).body("cells.states.planned", contains(1));

        dispatcher.runOnce();
        map(job).body("cells.states.dispatched", contains(1)).body("holders", hasSize(0));

        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        worker.heartbeat(new HeldShard(work.shard(), List.of(0, 1)));
        map(job).body("cells.states.begun", contains(1))
                .body("cells[0].workers", contains("first"))
                .body("holders.worker", contains("first"))
                .body("holders.shards", contains(1))
                .body("holders.items", contains(2));

        record(worker.finished(work));
        map(job).body("cells.states.done", contains(1)).body("holders", hasSize(0));
    }

    @Test
    void a_job_of_many_shards_has_two_hundred_cells_that_leave_none_out() {
        UUID job = submit(1);
        planner.runOnce();
        database.inTransaction(sql -> sql.update("""
                insert into shard (job_id, state, positions, tokens, model, quantization)
                select ?, case when n <= 600 then 'done' else 'planned' end, '{0}', 1, 'bytes', 'f32'
                from generate_series(1, 1999) n""", job));

        List<Integer> shards = map(job).body("shards", equalTo(2000))
                .body("cells", hasSize(200))
                .body("cells.states", hasItem(equalTo(java.util.Map.of("done", 10))))
                .extract()
                .path("cells.shards");
        assertThat(shards).containsOnly(10);
    }

    private static ValidatableResponse map(UUID job) {
        return api().get("/api/v1/extractions/" + job + "/shards").then().statusCode(200);
    }
}
