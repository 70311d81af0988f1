package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.HeldJob;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines beside other replicas, and beside results that are just being recorded. */
@QuarkusTest
class DeadlineRaceTest extends CoordinatorTest {
    private final ExecutorService replicas = Executors.newFixedThreadPool(4);

    @Inject
    Deadlines deadlines;

    @AfterEach
    void stop() {
        replicas.shutdownNow();
    }

    @Test
    void an_item_whose_result_is_being_recorded_ends_once_and_the_counts_stay_exact() throws Exception {
        UUID job = submit(4);
        ShardWork work = begun();
        past(job);
        // Expiring, with its shards cancelled: only its items are left.
        database.inTransaction(sql -> {
            sql.update("update shard set state = 'cancelled'");
            return sql.update("update job set state = 'expiring', planned_items = 0");
        });

        HeldJob held = new HeldJob(database, replicas, job);
        // Its results are inserted and not committed: it waits for the job's row.
        Future<?> recording = replicas.submit(() -> record(worker.finished(work, 1, 2)));
        waiting(1);
        Future<?> ending = replicas.submit(deadlines::runOnce);
        waiting(2);
        held.letGo();
        recording.get();
        ending.get();

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2)).body("failed", equalTo(2));
        verified(job);
    }

    @Test
    void a_deadline_that_passes_while_results_are_recorded_waits_for_them() throws Exception {
        UUID job = submit(4);
        ShardWork work = begun();
        past(job);

        HeldJob held = new HeldJob(database, replicas, job);
        Future<?> recording = replicas.submit(() -> record(worker.finished(work)));
        waiting(1);
        Future<?> ending = replicas.submit(deadlines::runOnce);
        waiting(2);
        held.letGo();
        recording.get();
        ending.get();
        deadlines.runOnce();

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(4)).body("failed", equalTo(0));
        verified(job);
    }

    @Test
    void replicas_that_end_a_job_at_once_end_each_item_once() throws Exception {
        int items = 2 * Deadlines.PAGE + 1;
        UUID job = submit(items);
        dispatch();
        past(job);

        List<Callable<Object>> rounds = List.of(
                Executors.callable(deadlines::runOnce),
                Executors.callable(deadlines::runOnce),
                Executors.callable(deadlines::runOnce));
        for (Future<Object> round : replicas.invokeAll(rounds)) {
            round.get();
        }
        deadlines.runOnce();

        job(job).body("state", equalTo("done")).body("failed", equalTo(items)).body("open", equalTo(0));
        assertThat(count("result")).isEqualTo(items);
        verified(job);
    }

    @Test
    void a_round_ends_no_more_than_its_share_of_a_long_job_and_others_have_their_turn() {
        // Their items are not there: what is counted is how far the rounds have come.
        UUID first = submit(1);
        UUID second = submit(1);
        database.inTransaction(
                sql -> sql.update("update job set item_count = ?, open_items = 2", 100 * Deadlines.PAGE));
        past(first);
        past(second);

        deadlines.runOnce();

        assertThat(count(
                        "job where state = 'expiring' and planned_items between 7 * ? and 8 * ?",
                        Deadlines.PAGE,
                        Deadlines.PAGE))
                .isEqualTo(2);
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    private void past(UUID job) {
        database.inTransaction(sql -> sql.update("update job set deadline = ? where id = ?", clock.instant(), job));
    }

    private void waiting(int transactions) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        count("pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))
                .isEqualTo(transactions));
    }

    private static void verified(UUID job) {
        api().get("/api/v1/extractions/" + job + "/verification")
                .then()
                .body("findings", empty())
                .body("complete", equalTo(true));
    }
}
