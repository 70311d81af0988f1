package dev.winnow.coordinator.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.HeldJob;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deletion beside submissions, late results and other replicas. */
@QuarkusTest
class RetentionRaceTest extends CoordinatorTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void submissions_do_not_wait_for_a_piece_that_is_being_deleted() throws Exception {
        UUID old = cancelled(4);
        HeldJob held = held(old);
        // The piece has deleted its rows and waits for the job's.
        Future<?> deleting = threads.submit(() -> retention(100).runOnce());
        waiting(1);

        UUID fresh = submit(4);
        held.letGo();
        deleting.get();

        job(fresh).body("state", equalTo("queued"));
        assertThat(count("item where job_id = ?", old)).isZero();
    }

    @Test
    void a_result_that_is_recorded_while_its_item_is_deleted_does_not_stay() throws Exception {
        UUID job = submit(2);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        api().post("/api/v1/extractions/" + job + "/cancel");
        api().delete("/api/v1/extractions/" + job).then().statusCode(204);
        HeldJob held = held(job);
        // It has inserted its results and waits for the job's row; so does the piece, which has not seen them.
        Future<?> recording = threads.submit(() -> record(worker.finished(work)));
        waiting(1);
        Future<?> deleting = threads.submit(() -> retention(100).runOnce());
        waiting(2);
        held.letGo();
        recording.get();
        deleting.get();
        assertThat(count("item")).isZero();
        assertThat(count("result")).isEqualTo(2);

        while (retention(100).runOnce()) {
            // A piece a round.
        }

        for (String table : List.of("job", "result", "shard")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @Test
    void replicas_that_delete_at_once_delete_everything_once_and_nothing_else() throws Exception {
        database.inTransaction(sql -> sql.update("truncate audit")); // others' old lines would be pieces too
        for (int i = 0; i < 6; i++) {
            cancelled(20);
        }
        UUID kept = submit(3);

        Callable<Integer> untilDone = () -> {
            int pieces = 0;
            while (retention(4).runOnce()) {
                pieces++;
            }
            return pieces;
        };
        int pieces = 0;
        for (Future<Integer> replica : threads.invokeAll(List.of(untilDone, untilDone, untilDone))) {
            pieces += replica.get();
        }

        // Two positions a piece, no shards, and the job.
        assertThat(pieces).isEqualTo(6 * (10 + 1));
        assertThat(count("job")).isOne();
        assertThat(count("item where job_id = ?", kept)).isEqualTo(3);
        assertThat(count("item")).isEqualTo(3);
    }

    private Retention retention(int pieceRows) {
        return new Retention(database, new Keeping(0, OptionalInt.empty(), pieceRows), clock);
    }

    private static UUID cancelled(int items) {
        UUID job = submit(items);
        api().post("/api/v1/extractions/" + job + "/cancel");
        api().delete("/api/v1/extractions/" + job).then().statusCode(204);
        return job;
    }

    private void waiting(int transactions) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        count("pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))
                .isEqualTo(transactions));
    }

    private HeldJob held(UUID job) throws InterruptedException {
        return new HeldJob(database, threads, job);
    }
}
