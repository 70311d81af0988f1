package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A crash has left a queue that has a name and nothing behind it. */
@Tag("rabbitmq")
class BrokenQueueTest {
    private final WorkerUnderTest test = new WorkerUnderTest();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_queue_that_the_broker_has_lost_is_made_anew() {
        BrokerScript.run("break", "worker", test.pool.workQueue());
        test.started();

        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.finish(0);
        test.untilConfirmed();

        assertThat(positions(test.takeResult())).containsExactly(0);
    }

    @Test
    void a_worker_whose_queue_is_lost_meanwhile_takes_work_again() {
        test.started();
        BrokerScript.run("break", "worker", test.pool.workQueue());
        test.cable.cut();
        until("disconnected", () -> !test.worker.broker().connected());
        test.cable.mend();
        until("connected again", test.worker.broker()::connected);

        test.dispatch(shard(1, 0));
        test.untilStarted(0);
    }
}
