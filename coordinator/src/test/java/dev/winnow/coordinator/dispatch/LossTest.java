package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LossTest extends CoordinatorTest {
    @Test
    void dead_worker_returns_its_shards() {
        UUID one = submit(12);
        UUID other = submit(3);
        dispatch();
        List<ShardWork> held = takeAll(worker);
        held.forEach(work -> worker.claim(work.shard()));
        record(worker.finished(held.get(0), held.get(0).items().get(0).position()));

        die(worker);
        worker.restart();
        dispatch();
        List<ShardWork> again = takeAll(worker);

        assertThat(again).hasSameSizeAs(held).allSatisfy(work -> {
            assertThat(work.suspect()).isTrue();
            assertThat(work.shard().attempt()).isEqualTo(2);
        });
        assertThat(again.stream().mapToInt(work -> work.items().size()).sum()).isEqualTo(14);
        again.forEach(work -> {
            worker.claim(work.shard());
            record(worker.finished(work));
        });
        job(one).body("state", equalTo("done")).body("succeeded", equalTo(12)).body("failed", equalTo(0));
        job(other).body("state", equalTo("done")).body("succeeded", equalTo(3)).body("failed", equalTo(0));
    }

    @Test
    void a_worker_that_comes_back_under_its_name_ends_its_older_leases_at_once() {
        submit(2);
        dispatch();
        worker.claim(worker.takeOne().shard());

        worker.restart();

        assertThat(count("shard where state = 'planned' and attempt = 2 and suspect"))
                .isOne();
    }

    @Test
    void evidence_is_what_was_begun_and_not_recorded() {
        submit(4);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        worker.heartbeat(new HeldShard(work.shard(), List.of(1, 2)));
        record(worker.finished(work, 1));

        die(worker);

        assertThat(count("shard where begun = '{2}' and positions = '{0,2,3}' and state = 'planned' and suspect"))
                .isOne();
    }

    @Test
    void suspects_are_split_until_only_the_guilty_is_convicted() {
        UUID job = submit(4);
        int guilty = 2;

        for (int round = 0; round < 12; round++) {
            worker.register();
            dispatch();
            Optional<ShardWork> next = worker.take();
            while (next.isPresent()) {
                ShardWork work = next.get();
                worker.claim(work.shard());
                if (work.items().stream().map(WorkItem::position).anyMatch(position -> position == guilty)) {
                    die(worker);
                    worker.restart();
                } else {
                    record(worker.finished(work));
                }
                next = worker.take();
            }
        }

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(3)).body("failed", equalTo(1));
        assertThat(resultLines(job).get(guilty))
                .isEqualTo("{\"id\":\"2\",\"error\":{\"code\":\"worker_lost\","
                        + "\"message\":\"the worker was lost 4 times while it worked on this item alone\"}}");
        assertThat(count("shard where state not in ('done')")).isZero();
    }

    @Test
    void an_item_over_which_three_workers_died_alone_is_convicted() {
        UUID job = submit(1);
        suspected();
        for (int death = 0; death < 2; death++) {
            claimNext();
            worker.restart();
        }
        job(job).body("state", equalTo("running")).body("failed", equalTo(0));

        claimNext();
        worker.restart();

        job(job).body("state", equalTo("done")).body("failed", equalTo(1));
    }

    @Test
    void an_item_that_is_lost_alone_twice_gets_another_chance() {
        UUID job = submit(1);
        suspected();
        for (int death = 0; death < 2; death++) {
            claimNext();
            worker.restart();
        }
        record(worker.finished(claimNext()));

        job(job).body("succeeded", equalTo(1)).body("failed", equalTo(0));
    }

    @Test
    void a_worker_that_was_only_silent_for_a_while_convicts_nobody() {
        UUID job = submit(1);
        suspected();
        for (int loss = 0; loss < 6; loss++) {
            claimNext();
            die(worker);
            worker.heartbeat();
        }

        job(job).body("state", equalTo("running")).body("failed", equalTo(0));
    }

    @Test
    void workers_that_stay_silent_are_dead_in_the_end() throws Exception {
        UUID job = submit(1);
        suspected();
        for (int loss = 0; loss < 4; loss++) {
            TestWorker next = worker("worker-" + loss);
            next.register();
            dispatch();
            next.claim(next.takeOne().shard());
            die(next);
        }

        job(job).body("state", equalTo("done")).body("failed", equalTo(1));
    }

    @Test
    void a_death_says_nothing_about_an_item_that_was_decoded_before() {
        UUID job = submit(1);
        suspected();
        for (int death = 0; death < 6; death++) {
            ShardWork work = claimNext();
            worker.heartbeat(new HeldShard(work.shard(), List.of()));
            worker.restart();
        }

        job(job).body("state", equalTo("running")).body("failed", equalTo(0));
    }

    @Test
    void a_death_says_nothing_about_a_suspect_before_the_shard_that_was_claimed_last() {
        UUID innocent = submit(1);
        suspected();
        for (int death = 0; death < 6; death++) {
            claimNext();
            submit(1);
            dispatch();
            worker.claim(worker.takeOne().shard());
            worker.restart();
            database.inTransaction(sql -> sql.update("update job set state = 'paused' where id <> ?", innocent));
        }

        job(innocent).body("state", equalTo("running")).body("failed", equalTo(0));
    }

    @Test
    void what_a_worker_holds_that_signed_off_comes_back_without_blame() {
        submit(2);
        dispatch();
        worker.claim(worker.takeOne().shard());

        worker.signOff();
        pass(LEASE.plusSeconds(1));

        assertThat(count("shard where state = 'planned' and attempt = 2 and not suspect and positions = '{0,1}'"))
                .isOne();
    }

    @Test
    void a_half_whose_items_ended_with_the_attempt_before_the_split_does_not_stay_open() {
        UUID job = submit(2);
        claimNext();
        worker.restart();
        ShardWork whole = claimNext();
        worker.restart();
        assertThat(count("shard where state = 'planned' and suspect")).isEqualTo(2);

        record(worker.finished(whole));
        pass(Duration.ofSeconds(1));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2));
        assertThat(count("shard where state <> 'done'")).isZero();
    }

    /** The only shard's worker is lost: from now on it is a suspect. */
    private void suspected() {
        claimNext();
        worker.restart();
    }

    private ShardWork claimNext() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    @Test
    void drain_gives_back_the_unrecorded_items_without_blame() {
        submit(3);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work, 0));

        worker.giveBack(work.shard());
        worker.giveBack(work.shard());

        assertThat(count("shard where state = 'planned' and attempt = 2 and not suspect and losses = 0"
                        + " and positions = '{1,2}' and begun = '{}'"))
                .isOne();
    }

    @Test
    void a_return_by_another_worker_than_the_holder_changes_nothing() throws Exception {
        TestWorker second = worker("second");
        second.register();
        submit(1);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());

        second.giveBack(work.shard());

        assertThat(count("shard where state = 'begun' and attempt = 1")).isOne();
    }

    @Test
    void what_the_broker_forgot_is_planned_again_at_the_same_attempt() {
        submit(3);
        dispatch();
        worker.takeOne();

        pass(Duration.ofSeconds(59));
        assertThat(count("shard where state = 'dispatched'")).isOne();

        pass(Duration.ofSeconds(2));
        assertThat(count("shard where state = 'planned' and attempt = 1 and not suspect"))
                .isOne();
    }

    @Test
    void what_still_waits_on_its_queue_is_not_forgotten() {
        submit(3);
        dispatch();

        pass(Duration.ofMinutes(10));

        assertThat(count("shard where state = 'dispatched'")).isOne();
    }

    @Test
    void a_delivery_that_is_lost_is_found_though_its_queue_is_never_empty() {
        submit(16);
        dispatch();
        worker.takeOne();

        pass(Duration.ofMinutes(10));
        assertThat(count("shard where state = 'dispatched'")).isEqualTo(2);

        pass(Duration.ofSeconds(1));
        assertThat(count("shard where state = 'planned' and attempt = 1 and not suspect"))
                .isEqualTo(2);
    }

    @Test
    void a_broker_that_starts_empty_gives_everything_dispatched_back_at_once() {
        submit(20);
        dispatch();
        worker.claim(worker.takeOne().shard());

        assertThat(reaper.brokerForgot()).isEqualTo(2);

        assertThat(count("shard where state = 'planned' and attempt = 1")).isEqualTo(2);
        assertThat(count("shard where state = 'begun'")).isOne();
    }

    @Test
    void after_a_start_the_reaper_waits_one_full_lease_before_it_judges() {
        submit(1);
        dispatch();
        worker.claim(worker.takeOne().shard());
        clock.advance(LEASE.plusSeconds(1));

        reaper.begin();
        reaper.runOnce();
        pass(LEASE.minusSeconds(1));
        assertThat(count("shard where state = 'begun'")).isOne();

        pass(Duration.ofSeconds(1));
        assertThat(count("shard where state = 'planned'")).isOne();
    }

    @Test
    void after_a_suspension_the_reaper_waits_one_full_lease_before_it_judges() {
        submit(1);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());

        clock.advance(Duration.ofHours(1));
        reaper.runOnce();
        pass(LEASE.minusSeconds(1));
        assertThat(count("shard where state = 'begun'")).isOne();

        worker.heartbeat(new HeldShard(work.shard(), List.of()));
        pass(LEASE.minusSeconds(1));
        assertThat(count("shard where state = 'begun'")).isOne();
        pass(Duration.ofSeconds(2));
        assertThat(count("shard where state = 'planned' and suspect")).isOne();
    }

    @Test
    void a_round_that_fails_though_the_database_is_there_costs_no_patience() {
        submit(1);
        dispatch();
        worker.claim(worker.takeOne().shard());
        pass(LEASE.minusSeconds(1));
        alter("alter table shard rename column lease_until to hidden");
        try {
            assertThatThrownBy(reaper::runOnce).isInstanceOf(DatabaseException.class);
        } finally {
            alter("alter table shard rename column hidden to lease_until");
        }

        pass(Duration.ofSeconds(2));

        assertThat(count("shard where state = 'planned' and suspect")).isOne();
    }

    private void alter(String statement) {
        database.inTransaction(sql -> sql.update(statement));
    }

    @Test
    void nothing_is_dispatched_beyond_what_the_live_workers_can_use_soon() {
        submit(200);
        dispatch();
        dispatch();

        // 16 slots once more than are being decoded, by 8 items a shard.
        assertThat(count("shard where state = 'dispatched'")).isEqualTo(2);
        assertThat(count("shard where state = 'planned'")).isEqualTo(23);
    }

    @Test
    void nothing_is_dispatched_to_workers_that_are_silent() {
        clock.advance(LEASE.plusSeconds(1));
        submit(8);

        dispatch();

        assertThat(count("shard where state = 'planned'")).isOne();
    }

    private static List<ShardWork> takeAll(TestWorker worker) {
        List<ShardWork> taken = new ArrayList<>();
        for (Optional<ShardWork> next = worker.take(); next.isPresent(); next = worker.take()) {
            taken.add(next.get());
        }
        return taken;
    }

    /** The worker says nothing for a lease, and the reaper comes by. */
    private void die(TestWorker dead) {
        assertThat(dead).isNotNull();
        pass(LEASE.plusSeconds(1));
    }
}
