package dev.winnow.coordinator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.harness.Stops.Died;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two replicas record at once, or one dies while it does. */
@QuarkusTest
class RecordingRaceTest extends CoordinatorTest {
    @Test
    void two_messages_of_one_shard_at_once_count_each_item_once() {
        UUID job = submit(3);
        ShardWork work = begun();

        atOnce(RacePoint.RESULTS_INSERTED, worker.finished(work, 0, 1), worker.finished(work, 1, 2));

        assertDone(job, 3);
    }

    @Test
    void the_same_message_delivered_to_two_replicas_counts_once() {
        UUID job = submit(3);
        ShardWork work = begun();

        atOnce(RacePoint.RESULTS_COUNTED, worker.finished(work), worker.finished(work));

        assertDone(job, 3);
    }

    @Test
    void of_two_shards_whose_last_results_are_counted_at_once_one_ends_the_job() {
        UUID job = submit(16);
        ShardWork one = begun();
        ShardWork other = begun();

        atOnce(RacePoint.RESULTS_COUNTED, worker.finished(one), worker.finished(other));

        assertDone(job, 16);
    }

    @Test
    void results_of_another_shard_need_not_wait_until_those_that_are_stored_are_counted() {
        UUID job = submit(16);
        ShardWork one = begun();
        ShardWork other = begun();
        CompletableFuture<Void> first;
        try (Stop stored = stops.at(RacePoint.RESULTS_INSERTED)) {
            first = meanwhile(() -> record(worker.finished(one)));
            stored.awaitArrival();

            record(worker.finished(other));
            job(job).body("state", equalTo("running")).body("succeeded", equalTo(8));
        }
        join(first);

        assertDone(job, 16);
    }

    @Test
    void a_coordinator_that_dies_before_the_commit_leaves_nothing_and_the_next_records_it_all() {
        for (RacePoint point : new RacePoint[] {RacePoint.RESULTS_INSERTED, RacePoint.RESULTS_COUNTED}) {
            UUID job = submit(2);
            ShardWork work = begun();
            stops.dieAt(point);

            assertThatThrownBy(() -> record(worker.finished(work))).isInstanceOf(Died.class);
            assertThat(count("result where job_id = ?", job)).isZero();
            job(job).body("succeeded", equalTo(0));

            record(worker.finished(work));
            assertDone(job, 2);
        }
    }

    @Test
    void a_shard_whose_results_are_being_recorded_is_not_taken_for_lost() {
        UUID job = submit(2);
        ShardWork work = begun();
        CompletableFuture<Void> late;
        try (Stop stored = stops.at(RacePoint.RESULTS_INSERTED)) {
            late = meanwhile(() -> record(worker.finished(work)));
            stored.awaitArrival();
            pass(LEASE.plus(Duration.ofSeconds(1)));
        }
        join(late);
        reaper.runOnce();

        assertDone(job, 2);
        assertThat(count("shard where state = 'done' and attempt = 1 and not suspect"))
                .isOne();
    }

    @Test
    void results_that_come_while_their_shard_is_taken_for_lost_spare_the_work() {
        UUID job = submit(2);
        ShardWork work = begun();
        CompletableFuture<Void> loss;
        CompletableFuture<Void> late;
        try (Stop judged = stops.at(RacePoint.LOSS_JUDGED)) {
            loss = meanwhile(() -> pass(LEASE.plus(Duration.ofSeconds(1))));
            judged.awaitArrival();
            late = meanwhile(() -> record(worker.finished(work)));
            awaitWaiting(1);
        }
        join(loss);
        join(late);

        assertDone(job, 2);
        dispatch();
        assertThat(worker.take()).isEmpty();
    }

    /** The first message stands still at a point with what it has locked, while the second comes and waits for it. */
    private void atOnce(RacePoint point, ItemsFinished first, ItemsFinished second) {
        CompletableFuture<Void> one;
        CompletableFuture<Void> other;
        try (Stop stop = stops.at(point)) {
            one = meanwhile(() -> record(first));
            stop.awaitArrival();
            other = meanwhile(() -> record(second));
            awaitWaiting(1);
        }
        join(one);
        join(other);
    }

    private void assertDone(UUID job, int items) {
        job(job).body("state", equalTo("done"))
                .body("succeeded", equalTo(items))
                .body("failed", equalTo(0))
                .body("open", equalTo(0));
        assertThat(resultLines(job)).hasSize(items).doesNotHaveDuplicates();
        api().get("/api/v1/extractions/" + job + "/verification")
                .then()
                .body("findings", empty())
                .body("complete", equalTo(true));
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }
}
