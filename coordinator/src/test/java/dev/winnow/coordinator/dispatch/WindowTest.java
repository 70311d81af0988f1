package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.HeartbeatReply.ShardVerdict;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WindowTest extends CoordinatorTest {
    @Test
    void what_waits_is_bounded_and_what_is_begun_is_not_counted() {
        submit(200);
        dispatch();
        assertThat(count("shard where state = 'dispatched'")).isEqualTo(2);

        for (int i = 0; i < 5; i++) {
            worker.claim(worker.takeOne().shard());
            dispatch();
        }

        assertThat(count("shard where state = 'begun'")).isEqualTo(5);
        assertThat(count("shard where state = 'dispatched'")).isEqualTo(2);
    }

    @Test
    void one_heartbeat_extends_all_leases_and_judges_each_shard_by_itself() {
        UUID job = submit(200);
        List<ShardWork> begun = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            dispatch();
            begun.add(worker.takeOne());
            worker.claim(begun.get(i).shard());
        }
        record(worker.finished(begun.get(1)));
        worker.giveBack(begun.get(2).shard());
        pass(LEASE.minusSeconds(1));

        List<ShardVerdict> verdicts = worker.heartbeat(
                        held(begun.get(3), 24, 25),
                        held(begun.get(2)),
                        held(begun.get(1)),
                        held(begun.get(0), 1),
                        new HeldShard(new ShardAttempt(99_999, 1), List.of()))
                .verdicts();
        pass(Duration.ofSeconds(10));

        assertThat(verdicts)
                .extracting(ShardVerdict::verdict)
                .containsExactly(Verdict.CONTINUE, Verdict.STOP, Verdict.RECORDED, Verdict.CONTINUE, Verdict.STOP);
        assertThat(count("shard where state = 'begun' and job_id = ?", job)).isEqualTo(2);
        assertThat(count("shard where begun = '{24,25}' or begun = '{1}'")).isEqualTo(2);
    }

    private static HeldShard held(ShardWork work, Integer... begun) {
        return new HeldShard(work.shard(), List.of(begun));
    }
}
