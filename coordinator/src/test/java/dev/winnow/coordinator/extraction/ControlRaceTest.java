package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.ClaimReply.Granted;
import dev.winnow.common.control.ClaimReply.Refused;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A user asks something of a job just while it is planned, dispatched, claimed or recorded. */
@QuarkusTest
class ControlRaceTest extends CoordinatorTest {
    @Test
    void what_is_being_dispatched_while_its_job_is_cancelled_is_cancelled_and_refused() {
        UUID job = submit(8);
        planner.runOnce();

        meanwhileStoppedAt(RacePoint.SHARDS_MARKED, dispatcher::runOnce, () -> cancel(job));

        job(job).body("state", equalTo("cancelled")).body("shards.cancelled", equalTo(1));
        assertThat(worker.claim(worker.takeOne().shard())).isInstanceOf(Refused.class);
        assertConsistent(job);
    }

    @Test
    void what_is_being_planned_while_its_job_is_cancelled_is_cancelled() {
        UUID job = submit(8);

        meanwhileStoppedAt(RacePoint.SHARDS_CUT, planner::runOnce, () -> cancel(job));

        job(job).body("state", equalTo("cancelled")).body("shards.cancelled", equalTo(1));
        dispatch();
        assertThat(worker.take()).isEmpty();
        assertConsistent(job);
    }

    @Test
    void what_is_being_claimed_while_its_job_is_cancelled_is_stopped() {
        UUID job = submit(8);
        ShardWork work = dispatched();
        AtomicReference<ClaimReply> reply = new AtomicReference<>();

        meanwhileStoppedAt(RacePoint.CLAIM_GRANTED, () -> reply.set(worker.claim(work.shard())), () -> cancel(job));

        assertThat(reply.get()).isInstanceOf(Granted.class);
        job(job).body("state", equalTo("cancelled")).body("shards.cancelled", equalTo(1));
        assertThat(verdict(work)).isEqualTo(Verdict.STOP);
        assertConsistent(job);
    }

    @Test
    void what_is_being_claimed_while_its_job_is_paused_is_finished() {
        UUID job = submit(16);
        ShardWork work = dispatched();

        meanwhileStoppedAt(RacePoint.CLAIM_GRANTED, () -> worker.claim(work.shard()), () -> pause(job));

        job(job).body("state", equalTo("paused"))
                .body("shards.begun", equalTo(1))
                .body("shards.planned", equalTo(1));
        assertThat(verdict(work)).isEqualTo(Verdict.CONTINUE);
        record(worker.finished(work));
        job(job).body("succeeded", equalTo(8));
        assertConsistent(job);
    }

    @Test
    void a_claim_between_a_jobs_pause_and_the_recall_of_its_shards_is_refused_and_recalled_once() {
        UUID job = submit(8);
        ShardWork work = dispatched();
        CompletableFuture<Void> pause;
        try (Stop paused = stops.at(RacePoint.JOB_PAUSED)) {
            pause = meanwhile(() -> pause(job));
            paused.awaitArrival();

            assertThat(worker.claim(work.shard())).isInstanceOf(Refused.class);
        }
        join(pause);

        assertThat(count("shard where state = 'planned' and attempt = 2 and not suspect"))
                .isOne();
    }

    @Test
    void a_retry_that_comes_while_the_last_results_are_counted_finds_the_job_done() {
        UUID job = submit(2);
        ShardWork work = begun();

        meanwhileStoppedAt(RacePoint.RESULTS_COUNTED, () -> fail(work, 0, 1), () -> retry(job)
                .statusCode(200));

        job(job).body("state", equalTo("running")).body("epoch", equalTo(2)).body("open", equalTo(2));
        record(worker.finished(begun()));
        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2)).body("failed", equalTo(0));
        assertConsistent(job);
    }

    @Test
    void results_of_the_older_epoch_that_are_recorded_while_the_job_is_retried_change_nothing() {
        UUID job = submit(2);
        ShardWork work = begun();
        fail(work, 0, 1);
        CompletableFuture<Void> late;
        try (Stop stored = stops.at(RacePoint.RESULTS_INSERTED)) {
            late = meanwhile(() -> record(worker.finished(work)));
            stored.awaitArrival();
            retry(job).statusCode(200);
        }
        join(late);

        job(job).body("state", equalTo("running")).body("succeeded", equalTo(0)).body("failed", equalTo(2));
        record(worker.finished(begun()));
        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2)).body("failed", equalTo(0));
        assertConsistent(job);
    }

    /** The first stands still at a point with what it has locked, while the second comes and waits for it. */
    private void meanwhileStoppedAt(RacePoint point, Runnable first, Runnable second) {
        CompletableFuture<Void> one;
        CompletableFuture<Void> other;
        try (Stop stop = stops.at(point)) {
            one = meanwhile(first);
            stop.awaitArrival();
            other = meanwhile(second);
            awaitWaiting(1);
        }
        join(one);
        join(other);
    }

    private ShardWork dispatched() {
        dispatch();
        return worker.takeOne();
    }

    private ShardWork begun() {
        ShardWork work = dispatched();
        worker.claim(work.shard());
        return work;
    }

    private void fail(ShardWork work, int... positions) {
        List<ItemResult> failures = Arrays.stream(positions)
                .<ItemResult>mapToObj(position -> new ItemFailure(position, ErrorCode.TIME_LIMIT, "too long"))
                .toList();
        record(new ItemsFinished(work.shard(), work.job(), worker.incarnation(), failures));
    }

    private Verdict verdict(ShardWork held) {
        return worker.heartbeat(new HeldShard(held.shard(), List.of()))
                .verdicts()
                .get(0)
                .verdict();
    }

    private static void assertConsistent(UUID job) {
        api().get("/api/v1/extractions/" + job + "/verification").then().body("findings", empty());
    }

    private static void cancel(UUID job) {
        ask(job, "cancel").statusCode(200).body("state", equalTo("cancelled"));
    }

    private static void pause(UUID job) {
        ask(job, "pause").statusCode(200).body("state", equalTo("paused"));
    }

    private static ValidatableResponse retry(UUID job) {
        return ask(job, "retry");
    }

    private static ValidatableResponse ask(UUID job, String verb) {
        return api().post("/api/v1/extractions/" + job + "/" + verb).then();
    }
}
