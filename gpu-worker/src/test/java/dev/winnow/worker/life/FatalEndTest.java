package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.worker.control.KeyRefusedException;
import dev.winnow.worker.control.NameTakenException;
import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.health.Phase;
import dev.winnow.worker.health.WorkerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rabbitmq")
class FatalEndTest {
    private final WorkerUnderTest test = new WorkerUnderTest();
    private final WorkerStatus status = new WorkerStatus("model", "f16");
    private final List<Integer> exits = new ArrayList<>();
    private final FatalEnd end = new FatalEnd(
            status, () -> test.worker.membership().reply().isPresent(), test.worker::takeNoMore, exits::add);

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_worker_whose_name_a_newer_one_has_stays_failed_and_names_the_setting() {
        test.started();
        test.coordinator.known = false;
        test.coordinator.nameTaken = true;
        NameTakenException refusal = catchThrowableOfType(NameTakenException.class, test.worker::tickHeartbeat);
        end.refused(refusal);

        assertThat(refusal).hasMessageContainingAll("'test'", "WINNOW_WORKER_NAME", "worker_name_taken");
        assertThat(status.report().phase()).isEqualTo(Phase.FAILED);
        assertThat(status.report().message()).contains("WINNOW_WORKER_NAME");
        assertThat(exits)
                .as("started again, the two would end each other for ever")
                .isEmpty();
    }

    @Test
    void a_key_that_is_refused_later_ends_the_process_so_that_it_is_started_again() {
        test.started();
        test.coordinator.keyAccepted = false;
        end.refused(refusedKey());

        assertThat(exits).containsExactly(76);
        assertThat(status.report().phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void a_key_that_is_refused_at_first_leaves_the_process_to_say_so() {
        test.coordinator.keyAccepted = false;
        end.refused(refusedKey());

        assertThat(exits).isEmpty();
        assertThat(status.report().message()).contains("WINNOW_WORKER_KEY");
    }

    @Test
    void a_refused_worker_keeps_no_delivery_from_others() {
        test.worker.broker().start();
        until("connected", test.worker.broker()::connected);
        test.dispatch(shard(1, 0));
        until("delivered", () -> !test.worker.desk().isIdle());
        test.coordinator.keyAccepted = false;
        end.refused(refusedKey());

        until("given back", () -> test.readyNow() == 1);
        assertThat(test.worker.broker().connected()).isTrue();
    }

    @Test
    void a_worker_whose_key_is_refused_still_closes_its_connection_when_it_leaves() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.coordinator.keyAccepted = false;
        test.worker.takeNoMore();
        test.clock.advance(WorkerUnderTest.GRACE);
        test.worker.leave();

        assertThat(test.worker.broker().connected()).isFalse();
    }

    @Test
    void workers_without_a_name_have_different_ones() {
        assertThat(Identity.nameOf(UUID.randomUUID())).isNotEqualTo(Identity.nameOf(UUID.randomUUID()));
    }

    private WorkerRefusedException refusedKey() {
        return catchThrowableOfType(KeyRefusedException.class, test.worker::tickHeartbeat);
    }
}
