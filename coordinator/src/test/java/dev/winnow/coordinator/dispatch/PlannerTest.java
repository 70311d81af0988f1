package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PlannerTest extends CoordinatorTest {
    @Test
    void a_long_job_is_planned_only_so_far_ahead_and_goes_on_as_shards_are_taken() {
        submit(2_000);
        planner.runOnce();
        assertThat(count("shard")).isEqualTo(64);

        dispatcher.runOnce();
        planner.runOnce();
        assertThat(count("shard")).isEqualTo(128);
    }

    @Test
    void a_large_fleet_has_more_planned_ahead_so_that_every_worker_finds_some() throws Exception {
        for (int i = 0; i < 39; i++) {
            worker("worker-" + i).register();
        }
        submit(3_000);

        planner.runOnce();

        assertThat(count("shard")).isBetween(160L, 410L);
    }

    @Test
    void shards_of_a_fast_job_grow() {
        UUID job = submit(2_000);
        dispatch();
        ShardWork first = worker.takeOne();
        worker.claim(first.shard());
        clock.advance(Duration.ofMillis(100));
        record(worker.finished(first));

        planner.runOnce();

        // Eight items in a tenth of a second by one worker: 320 in four, more than a message may hold.
        assertThat(count("shard where cardinality(positions) = 256 and job_id = ?", job))
                .isPositive();
    }

    @Test
    void a_job_that_nothing_has_ended_of_is_cut_as_the_last_one_of_its_kind_went() {
        runFast();

        UUID next = submit(2_000);
        planner.runOnce();

        assertThat(count("shard where cardinality(positions) = 256 and job_id = ?", next))
                .isPositive();
    }

    @Test
    void a_small_job_is_shared_by_all_workers_however_fast_the_last_one_went() throws Exception {
        runFast();
        worker("worker-of-two").register();

        UUID next = submit(40);
        planner.runOnce();

        assertThat(count("shard where cardinality(positions) = 10 and job_id = ?", next))
                .isEqualTo(4);
    }

    @Test
    void how_fast_a_job_went_an_hour_ago_says_nothing() {
        runFast();
        clock.advance(Duration.ofMinutes(61));

        UUID next = submit(2_000);
        planner.runOnce();

        assertThat(count("shard where cardinality(positions) > 8 and job_id = ?", next))
                .isZero();
    }

    /** A job whose eight items take a tenth of a second. */
    private void runFast() {
        UUID job = submit(8);
        dispatch();
        ShardWork all = worker.takeOne();
        worker.claim(all.shard());
        clock.advance(Duration.ofMillis(100));
        record(worker.finished(all));
        assertThat(count("job where state = 'done' and id = ?", job)).isEqualTo(1);
    }
}
