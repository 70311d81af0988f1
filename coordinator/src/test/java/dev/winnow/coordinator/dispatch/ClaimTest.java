package dev.winnow.coordinator.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.ClaimReply.Granted;
import dev.winnow.common.control.ClaimReply.Refused;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClaimTest extends CoordinatorTest {
    @Inject
    Claims grants;

    @Test
    void of_two_workers_that_claim_a_shard_one_wins() throws Exception {
        TestWorker second = worker("second");
        second.register();
        ShardWork work = dispatched(submit(1));

        assertThat(worker.claim(work.shard())).isEqualTo(new Granted(List.of()));
        assertThat(second.claim(work.shard())).isInstanceOf(Refused.class);
    }

    @Test
    void of_many_claims_at_once_exactly_one_is_granted() {
        ShardWork work = dispatched(submit(1));
        List<CompletableFuture<ClaimReply>> claims = Stream.generate(UUID::randomUUID)
                .limit(8)
                .map(incarnation -> CompletableFuture.supplyAsync(() -> grants.claim(incarnation, work.shard())))
                .toList();

        assertThat(claims.stream().map(CompletableFuture::join))
                .filteredOn(Granted.class::isInstance)
                .hasSize(1);
    }

    @Test
    void two_dispatchers_at_once_send_each_shard_once() {
        submit(16);
        planner.runOnce();

        List<CompletableFuture<Void>> rounds = Stream.generate(() -> CompletableFuture.runAsync(dispatcher::runOnce))
                .limit(2)
                .toList();
        rounds.forEach(CompletableFuture::join);

        List<Long> sent = Stream.generate(worker::take)
                .takeWhile(Optional::isPresent)
                .map(work -> work.orElseThrow().shard().shard())
                .toList();
        assertThat(sent).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void a_worker_whose_grant_was_lost_on_the_way_is_granted_again() {
        ShardWork work = dispatched(submit(1));

        worker.claim(work.shard());

        assertThat(worker.claim(work.shard())).isEqualTo(new Granted(List.of()));
    }

    @Test
    void a_claim_of_an_older_attempt_is_refused_with_the_reason() {
        ShardWork work = dispatched(submit(1));
        worker.claim(work.shard());
        worker.giveBack(work.shard());

        dispatch();

        assertThat(worker.claim(work.shard()))
                .isEqualTo(new Refused("the shard is dispatched at attempt 2, its job is running"));
    }

    @Test
    void a_claim_of_a_cancelled_job_or_of_no_shard_is_refused() {
        UUID job = submit(1);
        ShardWork work = dispatched(job);
        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);

        assertThat(worker.claim(work.shard()))
                .isEqualTo(new Refused("the shard is cancelled at attempt 1, its job is cancelled"));
        assertThat(worker.claim(new ShardAttempt(99_999, 1))).isEqualTo(new Refused("no such shard"));
    }

    @Test
    void a_claim_of_a_worker_that_nobody_knows_is_no_refusal_so_that_it_does_not_forget_the_shard() {
        ShardWork work = dispatched(submit(1));

        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .contentType("application/json")
                .body("{\"shard\": {\"shard\": %d, \"attempt\": 1}}"
                        .formatted(work.shard().shard()))
                .post("/internal/v1/workers/" + UUID.randomUUID() + "/claims")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_worker"));
    }

    @Test
    void a_grant_names_the_items_that_are_recorded_already() {
        UUID job = submit(4);
        ShardWork work = dispatched(job);
        worker.claim(work.shard());
        worker.giveBack(work.shard());
        dispatch();
        record(worker.finished(work, 1, 2));

        ClaimReply reply = worker.claim(worker.takeOne().shard());

        assertThat(reply).isEqualTo(new Granted(List.of(1, 2)));
    }

    @Test
    void a_claim_of_a_shard_whose_items_are_all_recorded_is_refused() {
        UUID job = submit(2);
        ShardWork work = dispatched(job);
        worker.claim(work.shard());
        worker.giveBack(work.shard());
        dispatch();
        record(worker.finished(work));

        assertThat(worker.claim(worker.takeOne().shard())).isInstanceOf(Refused.class);
    }

    @Test
    void a_heartbeat_says_go_on_then_recorded_then_stop() {
        UUID first = submit(1);
        ShardWork work = dispatched(first);
        worker.claim(work.shard());
        HeldShard held = new HeldShard(work.shard(), List.of(0));
        assertThat(verdict(held)).isEqualTo(Verdict.CONTINUE);

        record(worker.finished(work));
        assertThat(verdict(held)).isEqualTo(Verdict.RECORDED);

        UUID second = submit(1);
        ShardWork other = dispatched(second);
        worker.claim(other.shard());
        api().post("/api/v1/extractions/" + second + "/cancel").then().statusCode(200);
        assertThat(verdict(new HeldShard(other.shard(), List.of()))).isEqualTo(Verdict.STOP);
    }

    @Test
    void a_heartbeat_keeps_a_lease_alive_for_as_long_as_it_comes() {
        ShardWork work = dispatched(submit(1));
        worker.claim(work.shard());

        for (int beat = 0; beat < 5; beat++) {
            pass(LEASE.minusSeconds(1));
            assertThat(verdict(new HeldShard(work.shard(), List.of()))).isEqualTo(Verdict.CONTINUE);
        }

        assertThat(count("shard where state = 'begun'")).isOne();
    }

    @Test
    void a_worker_that_signed_off_is_not_known_any_more() {
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .delete("/internal/v1/workers/" + worker.incarnation())
                .then()
                .statusCode(204);

        assertThat(worker.heartbeat().known()).isFalse();
        assertThat(worker.register().modelTextWanted()).isFalse();
        assertThat(worker.heartbeat().known()).isTrue();
    }

    private ShardWork dispatched(UUID job) {
        dispatch();
        ShardWork work = worker.takeOne();
        assertThat(work.job()).isEqualTo(job);
        return work;
    }

    private Verdict verdict(HeldShard held) {
        return worker.heartbeat(held).verdicts().get(0).verdict();
    }
}
