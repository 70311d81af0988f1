package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.harness.TestWorker;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two replicas plan, dispatch and reap at once. */
@QuarkusTest
class ReplicaRaceTest extends CoordinatorTest {
    @Inject
    Losses losses;

    @Inject
    BrokerQueues queues;

    @Inject
    DispatchConfig config;

    @Test
    void two_planners_at_once_cut_each_page_once_and_plan_two_jobs_side_by_side() {
        UUID first = submit(20);
        CompletableFuture<Void> other;
        UUID second;
        try (Stop cut = stops.at(RacePoint.SHARDS_CUT)) {
            other = meanwhile(planner::runOnce);
            cut.awaitArrival();
            second = submit(8);
            planner.runOnce();
            assertThat(count("shard where job_id = ?", second)).isOne();
            assertThat(count("shard where job_id = ?", first)).isZero();
        }
        join(other);

        assertThat(positionsOf(first)).isEqualTo(20);
        planner.runOnce();
        assertThat(positionsOf(first)).isEqualTo(20);
    }

    @Test
    void where_tenants_have_limits_a_dispatcher_waits_for_another_and_sends_nothing_twice() {
        submit(16);
        planner.runOnce();
        CompletableFuture<Void> first;
        CompletableFuture<Void> second;
        try (Stop marked = stops.at(RacePoint.SHARDS_MARKED)) {
            first = meanwhile(dispatcher::runOnce);
            marked.awaitArrival();
            second = meanwhile(dispatcher::runOnce);
            awaitWaiting(1);
            assertThat(worker.take()).isEmpty();
        }
        join(first);
        join(second);

        assertThat(worker.takeOne().shard()).isNotEqualTo(worker.takeOne().shard());
        assertThat(worker.take()).isEmpty();
    }

    @Test
    void a_dispatcher_passes_over_what_another_has_locked() {
        submit(16);
        planner.runOnce();
        long locked = database.inTransaction(sql -> {
            long shard = sql.queryOne("select id from shard order by id limit 1 for update", row -> row.bigNumber("id"))
                    .orElseThrow();
            join(meanwhile(dispatcher::runOnce));
            return shard;
        });

        assertThat(worker.takeOne().shard().shard()).isNotEqualTo(locked);
        assertThat(worker.take()).isEmpty();
        dispatcher.runOnce();
        assertThat(worker.takeOne().shard().shard()).isEqualTo(locked);
    }

    @Test
    void two_reapers_at_once_judge_a_loss_once() {
        submit(8);
        begun();
        Reaper second = new Reaper(database, losses, queues, config, clock, stops);
        second.runOnce(); // its patience begins
        CompletableFuture<Void> first;
        try (Stop judged = stops.at(RacePoint.LOSS_JUDGED)) {
            first = meanwhile(() -> pass(LEASE.plusSeconds(1)));
            judged.awaitArrival();
            second.runOnce();
            assertThat(count("shard where state = 'begun' and attempt = 1")).isOne();
        }
        join(first);
        second.runOnce();

        assertThat(count("shard where state = 'planned' and attempt = 2 and suspect and losses = 0"))
                .isOne();
        assertThat(count("shard")).isOne();
    }

    @Test
    void of_the_shards_of_a_lost_worker_two_replicas_judge_each_once() throws Exception {
        submit(16);
        begun();
        begun();
        UUID dead = worker.incarnation();
        CompletableFuture<Void> first;
        try (Stop judged = stops.at(RacePoint.LOSS_JUDGED)) {
            first = meanwhile(() -> losses.loseAllOf(dead));
            judged.awaitArrival();
            losses.loseAllOf(dead);
            assertThat(count("shard where state = 'planned' and attempt = 2")).isOne();
        }
        join(first);

        assertThat(count("shard where state = 'planned' and attempt = 2 and suspect"))
                .isEqualTo(2);
        TestWorker next = worker("next");
        next.register();
        dispatch();
        assertThat(next.takeOne().shard().attempt()).isEqualTo(2);
    }

    private long positionsOf(UUID job) {
        return count("(select distinct unnest(positions) from shard where job_id = ?) positions", job)
                + count(
                        "(select unnest(positions) as p from shard where job_id = ? group by p having count(*) > 1) twice",
                        job);
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }
}
