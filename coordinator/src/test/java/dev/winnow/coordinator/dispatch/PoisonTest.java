package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoisonTest extends CoordinatorTest {
    // Jackson reads no longer names.
    private static final int UNREADABLE_NAME = 50_001;

    @Test
    void a_shard_that_can_never_be_sent_ends_with_errors_and_the_others_go_on() {
        UUID poisoned = submit(3);
        UUID healthy = submit(1);
        database.inTransaction(sql -> sql.update(
                "update job set schema_json = ? where id = ?",
                "{\"" + "x".repeat(UNREADABLE_NAME) + "\": 1}",
                poisoned));

        dispatch();

        assertThat(worker.takeOne().job()).isEqualTo(healthy);
        job(poisoned).body("state", equalTo("done")).body("failed", equalTo(3)).body("shards.done", equalTo(1));
        assertThat(resultLines(poisoned)).allSatisfy(line -> assertThat(line)
                .contains("\"code\":\"engine_error\"")
                .contains("cannot be sent: the stored schema cannot be read"));
    }

    @Test
    void results_that_came_before_a_shard_became_unsendable_stay() {
        UUID poisoned = submit(2);
        dispatch();
        var work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work, 1));
        worker.giveBack(work.shard());
        database.inTransaction(sql -> sql.update("update job set schema_json = '{' where id = ?", poisoned));

        dispatch();

        job(poisoned).body("state", equalTo("done")).body("failed", equalTo(1)).body("succeeded", equalTo(1));
    }

    @Test
    void a_pool_that_fails_does_not_keep_those_after_it_waiting() {
        UUID broken = submit(1);
        UUID healthy = submit(1);
        planner.runOnce();
        moveToABrokenPool(broken);

        try {
            dispatcher.runOnce();
        } finally {
            database.inTransaction(sql -> sql.update("alter table shard drop constraint broken_pool"));
        }

        assertThat(worker.takeOne().job()).isEqualTo(healthy);
        assertThat(count("shard where state = 'planned' and model = 'a-broken-one'"))
                .isOne();
    }

    /** Its name comes first, so that it is tried first. */
    private void moveToABrokenPool(UUID job) {
        database.inTransaction(sql -> {
            sql.update("update job set model = 'a-broken-one' where id = ?", job);
            sql.update("update shard set model = 'a-broken-one' where job_id = ?", job);
            sql.update("""
                    insert into worker (incarnation, name, model, quantization, context_tokens, slots, process_id,
                                        state, registered_at, last_seen)
                    select ?, 'other', 'a-broken-one', quantization, context_tokens, slots, process_id, state,
                           registered_at, last_seen from worker""", UUID.randomUUID());
            return sql.update("alter table shard add constraint broken_pool"
                    + " check (model <> 'a-broken-one' or state <> 'dispatched')");
        });
    }
}
