package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.result.SendingRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that was given two coordinators, of which the first is its own. */
@Tag("rabbitmq")
class SeveralCoordinatorsTest {
    private final CoordinatorDouble second = new CoordinatorDouble();
    private final WorkerUnderTest test = new WorkerUnderTest(SendingRules.ofProtocol(1 << 20), second);
    private final CoordinatorDouble first = test.coordinator;

    @AfterEach
    void stop() {
        test.close();
        second.close();
    }

    @Test
    void one_is_used_while_it_answers() {
        test.started();
        test.worker.tickHeartbeat();

        assertThat(first.heartbeats).hasSize(2);
        assertThat(second.calls).isEmpty();
    }

    @Test
    void a_coordinator_that_dies_is_replaced_by_the_next_and_held_shards_go_on_as_the_same_worker() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        first.close();
        test.worker.tickHeartbeat();

        assertThat(second.registrations).as("it is in the database").isEmpty();
        assertThat(second.calls).containsExactly("POST /workers/" + test.incarnation + "/heartbeats");
        assertThat(second.heartbeats.get(0).shards()).containsExactly(new HeldShard(new ShardAttempt(1, 1), List.of()));
        test.extractor.finish(0);
        test.dispatch(shard(2, 1));
        test.untilStarted(0, 1);
        assertThat(second.claims).containsExactly(new ShardAttempt(2, 1));
        test.untilConfirmed();
        assertThat(positions(test.takeResult())).containsExactly(0);
    }

    @Test
    void a_coordinator_that_stalls_costs_one_wait_and_no_more() {
        test.started();
        int before = first.calls.size();
        first.stall();
        for (int i = 0; i < 5; i++) {
            test.worker.tickHeartbeat();
        }

        assertThat(second.heartbeats).hasSize(5);
        assertThat(first.calls).as("asked once, in vain").hasSize(before + 1);
    }

    @Test
    void a_coordinator_without_its_database_or_behind_a_proxys_page_is_as_good_as_away() {
        test.started();
        first.away = true;
        test.worker.tickHeartbeat();
        assertThat(second.heartbeats).hasSize(1);

        first.away = false;
        second.behindAProxysPage = true;
        test.worker.tickHeartbeat();
        assertThat(first.heartbeats).hasSize(2);
    }

    @Test
    void a_worker_starts_while_its_first_coordinator_is_down() {
        first.close();
        test.started();

        assertThat(second.registrations).singleElement().satisfies(registration -> assertThat(
                        registration.incarnation())
                .isEqualTo(test.incarnation));
        assertThat(second.calls).contains("PUT /models/" + test.pool.model() + "/text");
    }

    @Test
    void once_all_are_away_they_are_asked_again_after_a_pause_and_the_first_that_is_back_is_used() {
        first.away = true;
        second.away = true;
        test.worker.tickHeartbeat();
        assertThat(first.calls).containsExactly("POST /workers");
        assertThat(second.calls).containsExactly("POST /workers");
        test.worker.tickHeartbeat();
        assertThat(second.calls).as("not before the pause is over").hasSize(1);

        second.away = false;
        test.clock.advance(Duration.ofSeconds(1));
        test.worker.tickHeartbeat();
        assertThat(test.worker.membership().joined()).isTrue();
        assertThat(second.registrations).hasSize(1);
    }

    @Test
    void a_coordinator_that_says_no_has_answered_and_no_other_is_asked() {
        test.started();
        first.known = false;
        test.worker.tickHeartbeat();

        assertThat(first.registrations).hasSize(2);
        assertThat(second.calls).isEmpty();
    }

    @Test
    void an_address_that_is_none_is_refused_before_anything_begins() {
        List<URI> addresses = List.of(first.address(), URI.create("coordinator:8080"));
        assertThatThrownBy(() -> new CoordinatorClient(addresses, "", Duration.ofSeconds(1)))
                .hasMessageContaining("WINNOW_COORDINATOR_URL")
                .hasMessageContaining("coordinator:8080");
        assertThatThrownBy(() -> new CoordinatorClient(List.of(), "", Duration.ofSeconds(1)))
                .hasMessageContaining("WINNOW_COORDINATOR_URL");
    }
}
