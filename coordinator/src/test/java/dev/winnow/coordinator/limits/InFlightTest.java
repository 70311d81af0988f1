package dev.winnow.coordinator.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tenant may have two shards in flight. */
@QuarkusTest
class InFlightTest extends CoordinatorTest {
    private static final String OUT = "shard where state in ('dispatched', 'begun') and job_id = ?";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void let_the_tenant_in() {
        NarrowTenant.letIn(keys);
    }

    @Test
    void a_tenant_at_its_limit_gets_no_more_and_the_others_go_on() {
        UUID narrow = inFourShards();
        UUID other = submit(100);

        dispatch();

        assertThat(count(OUT, narrow)).isEqualTo(2);
        assertThat(count(OUT, other)).isGreaterThan(1);
    }

    @Test
    void each_shard_that_ends_makes_place_for_the_next_until_the_job_is_done() {
        UUID job = inFourShards();

        dispatch();
        for (Optional<ShardWork> next = worker.take(); next.isPresent(); next = worker.take()) {
            worker.claim(next.get().shard());
            record(worker.finished(next.get()));
            dispatch();
            assertThat(count(OUT, job)).isLessThanOrEqualTo(2);
        }

        NarrowTenant.api().get("/api/v1/extractions/" + job).then().body("state", equalTo("done"));
    }

    @Test
    void replicas_that_dispatch_at_once_do_not_pass_the_limit_together() throws Exception {
        UUID job = inFourShards();
        ExecutorService replicas = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> rounds =
                    List.of(dispatcher::runOnce, dispatcher::runOnce, dispatcher::runOnce, dispatcher::runOnce);
            List<Integer> sent = new ArrayList<>();
            for (Future<Integer> round : replicas.invokeAll(rounds)) {
                sent.add(round.get());
            }
            assertThat(sent.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
        } finally {
            replicas.shutdown();
        }
        assertThat(count(OUT, job)).isEqualTo(2);
    }

    @Test
    void what_waits_for_workers_that_are_gone_is_not_held_against_the_tenant() {
        UUID job = inFourShards();
        dispatch();
        database.inTransaction(sql -> sql.update("update shard set model = 'elsewhere' where state = 'dispatched'"));

        dispatch();

        assertThat(count(OUT, job)).isEqualTo(4);
    }

    private UUID inFourShards() {
        UUID job = NarrowTenant.submit(8);
        planner.runOnce();
        // The planner would make one shard of so few items.
        database.inTransaction(sql -> {
            sql.update("delete from shard");
            return sql.update("""
                    insert into shard (job_id, state, positions, tokens, model, quantization)
                    select j.id, 'planned', array[2 * n, 2 * n + 1], 100, j.model, j.quantization
                    from job j, generate_series(0, 3) n""");
        });
        return job;
    }
}
