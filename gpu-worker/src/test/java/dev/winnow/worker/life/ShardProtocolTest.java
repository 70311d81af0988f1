package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.suspect;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.racepoint.RacePoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rabbitmq")
class ShardProtocolTest {
    private WorkerUnderTest test;

    @BeforeEach
    void start() {
        test = new WorkerUnderTest().started();
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_shard_is_claimed_worked_and_sent() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0, 1);
        test.untilConfirmed();

        ItemsFinished result = test.takeResult();
        assertThat(positions(result)).containsExactlyInAnyOrder(0, 1);
        assertThat(result.incarnation()).isEqualTo(test.incarnation);
        assertThat(test.coordinator.claims).containsExactly(new ShardAttempt(1, 1));
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void a_refused_claim_is_acked_and_forgotten() {
        test.coordinator.onClaim = shard -> new ClaimReply.Refused("begun elsewhere");
        test.dispatch(shard(1, 0));
        until("claimed", () -> {
            test.worker.tickClaims();
            return test.count("winnow.worker.claims.refused") == 1;
        });

        assertThat(test.extractor.started()).isEmpty();
        assertThat(test.worker.desk().held()).isEmpty();
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void while_the_coordinator_is_away_the_delivery_is_kept_and_the_claim_asked_again() {
        test.coordinator.away = true;
        test.dispatch(shard(1, 0));
        until("asked once", () -> {
            test.worker.tickClaims();
            return test.coordinator.calls.stream().anyMatch(call -> call.endsWith("/claims"));
        });
        test.worker.tickClaims();
        assertThat(test.coordinator.claims).isEmpty();

        test.coordinator.away = false;
        test.worker.tickClaims();
        assertThat(test.coordinator.claims).as("it waits before it asks again").isEmpty();
        test.clock.advance(Duration.ofSeconds(1));
        test.untilStarted(0);
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void items_of_several_shards_are_worked_together_and_a_shard_is_claimed_only_when_it_can_begin() {
        test.dispatch(shard(1, 0, 1), shard(2, 2, 3));
        test.untilStarted(0, 1);
        test.worker.tickClaims();
        assertThat(test.extractor.started()).as("items of the first still wait").containsExactly(0, 1);

        test.extractor.beginAll();
        test.untilStarted(0, 1, 2, 3);
        assertThat(test.extractor.openPositions()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void a_suspect_shard_runs_alone() {
        test.dispatch(shard(1, 0), suspect(2, 1));
        test.untilStarted(0);
        test.extractor.beginAll();
        test.worker.tickClaims();
        assertThat(test.coordinator.claims).as("others run").hasSize(1);

        test.extractor.finish(0);
        test.untilConfirmed();
        test.untilStarted(0, 1);
        test.extractor.beginAll();
        test.dispatch(shard(3, 2));
        test.worker.tickClaims();
        assertThat(test.coordinator.claims).as("the suspect runs").hasSize(2);

        test.extractor.finish(1);
        test.untilStarted(0, 1, 2);
    }

    @Test
    void a_suspect_waits_until_the_engine_has_let_go_of_a_stopped_shard() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.extractor.hang();
        test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.STOP);
        test.worker.tickHeartbeat();
        test.worker.tickResults();
        test.dispatch(suspect(2, 1));
        until("the suspect is here", () -> !test.worker.desk().isIdle());
        test.worker.tickClaims();
        assertThat(test.coordinator.claims).as("the row still runs").hasSize(1);

        test.extractor.letGo(0);
        test.untilStarted(0, 1);
    }

    @Test
    void a_shard_that_was_sent_twice_takes_one_place_of_the_prefetch() {
        test.dispatch(shard(1, 0), shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.dispatch(shard(2, 1));
        test.untilStarted(0, 1);
        test.extractor.begin(1);
        test.extractor.finish(0, 1);
        test.untilConfirmed();

        assertThat(test.coordinator.claims).containsExactly(new ShardAttempt(1, 1), new ShardAttempt(2, 1));
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void a_delivery_that_comes_again_while_its_shard_is_held_takes_no_place_of_the_prefetch() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.dispatch(shard(1, 0), shard(1, 0), shard(2, 1));
        test.untilStarted(0, 1);

        assertThat(test.coordinator.claims).containsExactly(new ShardAttempt(1, 1), new ShardAttempt(2, 1));
    }

    @Test
    void a_delivery_given_back_while_its_claim_was_asked_is_not_settled_twice() {
        test.coordinator.onClaim = shard -> {
            // What is given back comes again at once: only the first claim is refused.
            test.coordinator.onClaim = again -> new ClaimReply.Granted(List.of());
            test.worker.desk().giveBackWaiting();
            return new ClaimReply.Refused("begun elsewhere");
        };
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.finish(0);
        test.untilConfirmed();

        assertThat(test.cable.connections()).isEqualTo(1);
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void recorded_positions_are_skipped() {
        test.coordinator.onClaim = shard -> new ClaimReply.Granted(List.of(0, 2));
        test.dispatch(shard(1, 0, 1, 2));
        test.untilStarted(1);
        test.extractor.finish(1);
        test.untilConfirmed();

        assertThat(positions(test.takeResult())).containsExactly(1);
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void a_shard_that_is_recorded_whole_is_just_acked() {
        test.coordinator.onClaim = shard -> new ClaimReply.Granted(List.of(0, 1));
        test.dispatch(shard(1, 0, 1));
        until("claimed", () -> {
            test.worker.tickClaims();
            return !test.coordinator.claims.isEmpty();
        });

        assertThat(test.extractor.started()).isEmpty();
        assertThat(test.worker.desk().held()).isEmpty();
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void a_finished_item_leaves_within_half_a_second_while_others_run() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.worker.tickResults();
        assertThat(test.takeResults()).isEmpty();

        test.clock.advance(Duration.ofMillis(500));
        test.worker.tickResults();
        assertThat(positions(test.takeResult())).containsExactly(0);
    }

    @Test
    void worker_that_dies_before_the_claim_leaves_the_delivery_to_the_broker() {
        test.coordinator.away = true;
        test.dispatch(shard(1, 0, 1));
        until("delivered", () -> !test.worker.desk().isIdle());
        test.worker.tickClaims();

        assertThat(test.leftInQueueAfterKill()).isEqualTo(1);
    }

    @Test
    void worker_that_dies_after_the_claim_leaves_the_shard_to_its_lease() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);

        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void small_shards_fill_all_slots_since_claimed_ones_take_no_place_of_the_prefetch() {
        test.dispatch(shard(1, 0), shard(2, 1), shard(3, 2), shard(4, 3), shard(5, 4));

        until("started", () -> {
            test.worker.tickClaims();
            test.extractor.beginAll();
            return test.extractor.started().size() == 5;
        });
        assertThat(test.worker.desk().held()).hasSize(5);
    }

    @Test
    void worker_that_dies_between_two_result_messages_has_sent_the_first() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.clock.advance(Duration.ofSeconds(1));
        test.untilConfirmed();
        test.extractor.finish(1);

        test.kill();
        assertThat(test.takeResults()).singleElement().satisfies(sent -> assertThat(positions(sent))
                .containsExactly(0));
    }

    @Test
    void worker_that_dies_between_grant_and_ack_leaves_the_delivery_to_the_broker() {
        test.dispatch(shard(1, 0, 1));
        test.untilDeadAt(RacePoint.SHARD_CLAIMED);

        assertThat(test.coordinator.claims).hasSize(1);
        assertThat(test.extractor.started()).isEmpty();
        assertThat(test.leftInQueueAfterKill()).isEqualTo(1);
    }

    @Test
    void worker_that_dies_between_ack_and_engine_leaves_the_shard_to_its_lease() {
        test.dispatch(shard(1, 0, 1));
        test.untilDeadAt(RacePoint.DELIVERY_ACKED);

        assertThat(test.coordinator.claims).hasSize(1);
        assertThat(test.extractor.started()).isEmpty();
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void worker_that_dies_before_it_acks_a_refusal_leaves_the_delivery_to_the_broker() {
        test.coordinator.onClaim = shard -> new ClaimReply.Refused("begun elsewhere");
        test.dispatch(shard(1, 0));
        test.untilDeadAt(RacePoint.CLAIM_REFUSED);

        assertThat(test.leftInQueueAfterKill()).isEqualTo(1);
    }

    @Test
    void worker_that_dies_as_it_has_sent_its_results_has_left_them_with_the_broker() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0, 1);
        test.untilDeadAt(RacePoint.RESULTS_SENT);
        test.kill();

        assertThat(positions(test.takeResult())).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void results_that_wait_for_a_coordinator_that_is_behind_are_not_sent_again_until_it_has_caught_up() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.finish(0);
        test.untilConfirmed();
        test.loseResults();
        test.coordinator.behind = true;
        test.worker.tickHeartbeat();

        test.clock.advance(Duration.ofMinutes(30));
        test.worker.tickResults();
        assertThat(test.takeResults()).isEmpty();

        test.coordinator.behind = false;
        test.worker.tickHeartbeat();
        test.worker.tickResults();
        assertThat(positions(test.takeResult())).containsExactly(0);
    }

    @Test
    void results_that_the_broker_lost_are_sent_again_until_they_are_recorded() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.finish(0);
        test.untilConfirmed();
        test.loseResults();

        test.clock.advance(Duration.ofSeconds(15));
        test.worker.tickResults();
        assertThat(positions(test.takeResult())).containsExactly(0);
        test.clock.advance(Duration.ofSeconds(29));
        test.worker.tickResults();
        assertThat(test.takeResults()).as("the second wait is twice as long").isEmpty();
        test.clock.advance(Duration.ofSeconds(1));
        test.worker.tickResults();
        test.takeResult();

        test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.RECORDED);
        test.worker.tickHeartbeat();
        test.clock.advance(Duration.ofHours(1));
        test.worker.tickResults();
        assertThat(test.takeResults()).isEmpty();
        assertThat(test.worker.outbox().characters()).isZero();
        assertThat(test.worker.desk().held()).isEmpty();
    }

    @Test
    void stop_cancels_the_shard_and_sends_what_is_finished() {
        test.dispatch(shard(1, 0, 1, 2), shard(2, 3));
        test.untilStarted(0, 1, 2);
        test.extractor.beginAll();
        test.untilStarted(0, 1, 2, 3);
        test.extractor.finish(1);
        test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.STOP);
        test.worker.tickHeartbeat();
        test.untilConfirmed();

        assertThat(test.extractor.cancelled()).containsExactlyInAnyOrder(0, 2);
        assertThat(positions(test.takeResult())).containsExactly(1);
        assertThat(test.worker.desk().held()).singleElement().satisfies(held -> assertThat(held.shard())
                .isEqualTo(new ShardAttempt(2, 1)));
        assertThat(test.worker.outbox().characters()).isZero();
    }

    @Test
    void one_items_time_limit_is_that_items_failure_only() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(new ItemFailure(0, ErrorCode.TIME_LIMIT, "passed 120 s"));
        test.extractor.finish(1);
        test.untilConfirmed();

        assertThat(test.takeResult().items())
                .containsExactlyInAnyOrder(
                        new ItemFailure(0, ErrorCode.TIME_LIMIT, "passed 120 s"), ScriptedExtractor.output(1));
    }

    @Test
    void a_malformed_message_is_thrown_away_and_counted_and_the_next_one_worked() {
        test.dispatch("no json".getBytes(UTF_8));
        test.dispatch("{\"v\":1,\"type\":\"shard_work\"}".getBytes(UTF_8));
        test.dispatch(shard(1, 0));
        test.untilStarted(0);

        assertThat(test.count("winnow.worker.messages.refused")).isEqualTo(2);
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void a_full_outbox_stops_new_claims_until_results_are_recorded() {
        String large = "x".repeat(1 << 20);
        test.dispatch(shard(1, 0), shard(2, 1));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.extractor.finish(new ItemOutput(
                0,
                large,
                false,
                new Usage(1, 1, 1, 1),
                new Provenance("m", "f16", null, "sha256:00", "sha256:01"),
                Evidence.NONE));
        test.worker.tickClaims();
        assertThat(test.coordinator.claims).hasSize(1);

        test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.RECORDED);
        test.worker.tickHeartbeat();
        test.untilStarted(0, 1);
    }
}
