package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.control.HeldShard;
import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.control.WorkerMemory;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.control.KeyRefusedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("rabbitmq")
class MembershipTest {
    private final WorkerUnderTest test = new WorkerUnderTest();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void registration_is_tried_again_until_the_coordinator_is_there_and_sends_the_models_text_when_asked() {
        test.coordinator.away = true;
        test.worker.tickHeartbeat();
        assertThat(test.worker.membership().joined()).isFalse();

        test.coordinator.away = false;
        test.clock.advance(Duration.ofSeconds(1));
        test.worker.tickHeartbeat();
        assertThat(test.worker.membership().joined()).isTrue();
        assertThat(test.coordinator.calls).contains("PUT /models/" + test.pool.model() + "/text");
        assertThat(test.coordinator.registrations).singleElement().satisfies(registration -> assertThat(
                        registration.incarnation())
                .isEqualTo(test.incarnation));
    }

    @Test
    void heartbeats_name_held_shards_and_the_items_begun() {
        test.started();
        test.dispatch(shard(1, 0, 1, 2));
        test.untilStarted(0, 1, 2);
        test.extractor.begin(0);
        test.extractor.begin(2);
        test.extractor.finish(0);
        test.worker.tickHeartbeat();

        assertThat(last().shards()).containsExactly(new HeldShard(new ShardAttempt(1, 1), List.of(2)));
        assertThat(last().tokensPerSecond()).isEqualTo(12.5);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void heartbeats_say_what_the_process_has_resident_and_what_its_tensors_may_take() {
        test.started();
        test.worker.tickHeartbeat();

        WorkerMemory memory = requireNonNull(last().memory());
        assertThat(memory.residentBytes()).isPositive();
        assertThat(memory.budgetBytes()).isEqualTo(WorkerUnderTest.BUDGET);
    }

    @Test
    void a_shard_whose_results_are_all_sent_is_still_named_until_it_is_recorded() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.finish(0);
        test.untilConfirmed();
        test.worker.tickHeartbeat();

        assertThat(last().shards()).containsExactly(new HeldShard(new ShardAttempt(1, 1), List.of()));
    }

    @Test
    void a_coordinator_that_forgot_the_worker_is_told_again_and_work_goes_on() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.coordinator.known = false;
        test.worker.tickHeartbeat();

        assertThat(test.coordinator.registrations).hasSize(2).allSatisfy(registration -> assertThat(
                        registration.incarnation())
                .isEqualTo(test.incarnation));
        assertThat(test.extractor.cancelled()).isEmpty();
        test.worker.tickHeartbeat();
        assertThat(last().shards()).hasSize(1);
    }

    @Test
    void failing_heartbeats_do_not_stop_the_work() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.coordinator.away = true;
        test.worker.tickHeartbeat();
        test.extractor.finish(0);
        test.untilConfirmed();

        assertThat(test.takeResult().items()).hasSize(1);
    }

    @Test
    void a_refused_key_is_fatal_and_names_the_remedy() {
        test.coordinator.keyAccepted = false;

        assertThatThrownBy(test.worker::tickHeartbeat)
                .isInstanceOf(KeyRefusedException.class)
                .hasMessageContaining("WINNOW_WORKER_KEY");
    }

    @Test
    void a_coordinator_that_wants_a_drain_gets_no_new_claims_until_it_changes_its_mind() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.beginAll();
        test.coordinator.drain = true;
        test.worker.tickHeartbeat();
        test.dispatch(shard(2, 1));
        test.worker.tickHeartbeat();
        test.worker.tickClaims();
        assertThat(last().draining()).isTrue();
        assertThat(test.coordinator.claims).hasSize(1);

        test.coordinator.drain = false;
        test.worker.tickHeartbeat();
        test.untilStarted(0, 1);
        until("connected all along", test.worker.broker()::connected);
    }

    @Test
    void a_drained_worker_finishes_what_it_can_within_the_grace_and_then_returns_the_rest_and_stays() {
        test.started();
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.coordinator.drain = true;
        test.worker.tickHeartbeat();
        test.extractor.finish(0);
        test.clock.advance(new Grace(WorkerUnderTest.GRACE).working().minusMillis(1));
        test.worker.tickHeartbeat();
        assertThat(test.extractor.cancelled()).isEmpty();

        test.clock.advance(Duration.ofMillis(1));
        test.worker.tickHeartbeat();
        assertThat(test.extractor.cancelled()).containsExactly(1);
        assertThat(test.coordinator.returns).as("what is finished goes first").isEmpty();
        test.untilConfirmed();
        test.worker.tickHeartbeat();

        assertThat(positions(test.takeResult())).containsExactly(0);
        assertThat(test.coordinator.returns).containsExactly(new ShardReturn(new ShardAttempt(1, 1), "drain"));
        assertThat(test.coordinator.calls).noneMatch(call -> call.startsWith("DELETE"));
        assertThat(test.leftInQueueAfterKill()).as("the delivery was acked").isZero();
    }

    @Test
    void a_return_that_the_coordinator_did_not_hear_is_tried_again() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.coordinator.drain = true;
        test.worker.tickHeartbeat();
        test.clock.advance(WorkerUnderTest.GRACE);
        test.coordinator.returnsLost = true;
        test.worker.tickHeartbeat();
        test.coordinator.returnsLost = false;
        test.coordinator.drain = false;
        test.worker.tickHeartbeat();

        assertThat(test.coordinator.returns).containsExactly(new ShardReturn(new ShardAttempt(1, 1), "drain"));
    }

    private dev.winnow.common.control.Heartbeat last() {
        return test.coordinator.heartbeats.get(test.coordinator.heartbeats.size() - 1);
    }

    @Test
    void a_heartbeat_that_is_not_answered_is_said_again_well_before_the_lease_runs_out() {
        try (WorkerUnderTest hurried = new WorkerUnderTest()) {
            hurried.coordinator.leaseSeconds = 4;
            hurried.worker.tickHeartbeat();
            hurried.coordinator.heartbeats.clear();
            hurried.coordinator.heartbeatsToIgnore.set(1);

            hurried.worker.tickHeartbeat();

            assertThat(hurried.coordinator.heartbeats).hasSize(1);
        }
    }
}
