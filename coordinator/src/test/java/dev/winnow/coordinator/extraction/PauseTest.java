package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.control.ClaimReply.Granted;
import dev.winnow.common.control.ClaimReply.Refused;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PauseTest extends CoordinatorTest {
    @Test
    void a_paused_job_hands_nothing_out_until_it_is_resumed() {
        UUID job = submit(20);
        pause(job).statusCode(200).body("state", equalTo("paused"));

        dispatch();
        assertThat(worker.take()).isEmpty();

        resume(job).statusCode(200).body("state", equalTo("queued"));
        dispatch();
        assertThat(worker.claim(worker.takeOne().shard())).isInstanceOf(Granted.class);
        job(job).body("state", equalTo("running"));
    }

    @Test
    void what_waits_on_the_queue_is_refused_and_comes_again_without_evidence_once_the_job_is_resumed() {
        UUID job = submit(1);
        dispatch();
        ShardWork before = worker.takeOne();
        pause(job).body("shards.planned", equalTo(1));

        assertThat(worker.claim(before.shard()))
                .isEqualTo(new Refused("the shard is planned at attempt 2, its job is paused"));

        resume(job);
        dispatch();
        ShardWork after = worker.takeOne();
        assertThat(after.suspect()).isFalse();
        assertThat(worker.claim(before.shard())).isInstanceOf(Refused.class);
        assertThat(worker.claim(after.shard())).isEqualTo(new Granted(List.of()));
    }

    @Test
    void what_is_dispatched_while_a_job_is_being_paused_is_taken_back_when_it_is_claimed() {
        UUID job = submit(1);
        planner.runOnce();
        CompletableFuture<Void> dispatch;
        try (Stop marked = stops.at(RacePoint.SHARDS_MARKED)) {
            dispatch = meanwhile(dispatcher::runOnce);
            marked.awaitArrival();
            pause(job);
        }
        join(dispatch);
        ShardWork work = worker.takeOne();

        assertThat(worker.claim(work.shard()))
                .isEqualTo(new Refused("the shard is dispatched at attempt 1, its job is paused"));

        assertThat(count("shard where state = 'planned' and attempt = 2 and not suspect"))
                .isOne();
    }

    @Test
    void shards_that_are_begun_are_finished_and_a_job_that_ends_so_is_done() {
        UUID job = submit(1);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());

        pause(job).body("shards.begun", equalTo(1)).body("eta_seconds", nullValue());
        assertThat(worker.heartbeat(new HeldShard(work.shard(), List.of(0)))
                        .verdicts()
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.CONTINUE);
        record(worker.finished(work));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(1)).body("finished_at", notNullValue());
    }

    @Test
    void a_paused_job_leaves_its_places_to_others() {
        UUID first = submit(100);
        dispatch();
        pause(first);
        UUID second = submit(1);

        dispatch();

        job(second).body("shards.dispatched", equalTo(1));
        job(first).body("shards.dispatched", nullValue());
    }

    @Test
    void a_job_that_was_begun_runs_when_it_is_resumed() {
        UUID job = submit(20);
        dispatch();
        worker.claim(worker.takeOne().shard());

        pause(job);
        resume(job).body("state", equalTo("running"));
    }

    @Test
    void asking_twice_is_asking_once() {
        UUID job = submit(1);

        resume(job).statusCode(200).body("state", equalTo("queued"));
        pause(job);
        pause(job).statusCode(200).body("state", equalTo("paused"));
    }

    @Test
    void a_paused_job_can_be_cancelled() {
        UUID job = submit(1);
        pause(job);

        ask(job, "cancel").statusCode(200).body("state", equalTo("cancelled"));
    }

    @Test
    void a_job_that_has_ended_can_neither_be_paused_nor_resumed() {
        UUID job = submit(1);
        ask(job, "cancel");

        for (String verb : List.of("pause", "resume")) {
            ask(job, verb)
                    .statusCode(409)
                    .body("code", equalTo("job_ended"))
                    .body("detail", containsString("the job is cancelled and cannot be " + verb))
                    .body("remedy", containsString("/results"));
        }
        pause(UUID.randomUUID()).statusCode(404).body("code", equalTo("unknown_job"));
        job(job).body("state", equalTo("cancelled"));
    }

    private static ValidatableResponse pause(UUID job) {
        return ask(job, "pause");
    }

    private static ValidatableResponse resume(UUID job) {
        return ask(job, "resume");
    }

    private static ValidatableResponse ask(UUID job, String verb) {
        return api().post("/api/v1/extractions/" + job + "/" + verb).then();
    }
}
