package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.suspect;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What wakes the parts of a worker: nobody looks again and again for what could be told. */
@Tag("rabbitmq")
class WakingTest {
    private WorkerUnderTest test;

    @BeforeEach
    void start() {
        test = new WorkerUnderTest().started();
        heard(test.worker.mayClaim());
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_delivery_wakes_claims() {
        test.dispatch(shard(1, 0, 1));

        untilHeard(test.worker.mayClaim());
    }

    @Test
    void the_last_item_that_begins_wakes_claims_for_the_shard_behind_it() {
        test.dispatch(shard(1, 0, 1), shard(2, 2, 3));
        test.untilStarted(0, 1);
        untilTwoWereTaken();
        test.extractor.begin(0);
        assertThat(heard(test.worker.mayClaim())).isFalse();

        test.extractor.begin(1);

        assertThat(heard(test.worker.mayClaim())).isTrue();
    }

    @Test
    void the_last_item_that_ends_wakes_claims_for_a_suspect() {
        test.dispatch(shard(1, 0, 1), suspect(2, 2));
        test.untilStarted(0, 1);
        untilTwoWereTaken();
        test.extractor.beginAll();
        test.extractor.finish(0);
        assertThat(heard(test.worker.mayClaim())).isFalse();

        test.extractor.finish(1);

        assertThat(heard(test.worker.mayClaim())).isTrue();
    }

    @Test
    void the_end_of_a_drain_wakes_claims() {
        test.worker.desk().drain(true);
        test.dispatch(shard(1, 0));
        until("delivered", () -> !test.worker.desk().isIdle());
        assertThat(heard(test.worker.mayClaim())).isFalse();

        test.worker.desk().drain(false);

        assertThat(heard(test.worker.mayClaim())).isTrue();
    }

    @Test
    void the_last_result_of_a_shard_wakes_the_sender() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        assertThat(heard(test.worker.maySend())).isFalse();

        test.extractor.finish(1);

        assertThat(heard(test.worker.maySend())).isTrue();
    }

    private void untilTwoWereTaken() {
        until("the next shard waits", () -> !test.worker.desk().isIdle());
        heard(test.worker.mayClaim());
    }

    private static void untilHeard(Bell bell) {
        until("the bell rings", () -> heard(bell));
    }

    private static boolean heard(Bell bell) {
        try {
            return bell.await(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
