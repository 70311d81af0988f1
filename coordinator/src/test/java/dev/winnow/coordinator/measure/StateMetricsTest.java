package dev.winnow.coordinator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StateMetricsTest extends CoordinatorTest {
    @Inject
    StateMetrics metrics;

    @Inject
    MeterRegistry meters;

    @Test
    void what_is_open_is_shown_by_state_and_a_zero_where_nothing_is() throws Exception {
        submit(3);
        dispatch();
        worker.claim(worker.takeOne().shard());
        submit(2);
        pass(Duration.ofSeconds(5));

        metrics.measure();
        metrics.askBroker();

        assertThat(gauge("winnow.jobs", "state", "running")).isOne();
        assertThat(gauge("winnow.jobs", "state", "queued")).isOne();
        assertThat(gauge("winnow.jobs", "state", "paused")).isZero();
        assertThat(gauge("winnow.shards", "state", "begun")).isOne();
        assertThat(gauge("winnow.trainings", "state", "failed")).isZero();
        assertThat(gauge("winnow.workers", "model", ByteModel.NAME, "state", "live"))
                .isOne();
        assertThat(gauge("winnow.jobs.oldest.queued.seconds")).isEqualTo(5);
        assertThat(gauge("winnow.broker.takes.messages")).isOne();
    }

    @Test
    void how_old_the_numbers_are_is_known_while_none_are_read() {
        metrics.measure();

        clock.advance(Duration.ofSeconds(90));

        assertThat(gauge("winnow.state.age.seconds")).isEqualTo(90);
    }

    @Test
    void an_item_is_counted_once_however_often_its_result_comes() throws Exception {
        double before = items();
        submit(3);
        dispatch();
        var work = worker.takeOne();
        worker.claim(work.shard());

        record(worker.finished(work));
        record(worker.finished(work));

        assertThat(items() - before).isEqualTo(3);
    }

    private double items() {
        return meters.get("winnow.items").tag("outcome", "succeeded").counter().count();
    }

    private double gauge(String name, String... tags) {
        return meters.get(name).tags(tags).gauge().value();
    }
}
