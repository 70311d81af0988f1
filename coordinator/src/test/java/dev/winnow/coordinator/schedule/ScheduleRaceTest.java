package dev.winnow.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.harness.Stops.Died;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** One fire is one training, whoever dies between its steps and whoever comes twice. */
@QuarkusTest
class ScheduleRaceTest extends ScheduleTest {
    @Inject
    DataSource source;

    @Test
    void two_coordinators_that_are_woken_at_once_fire_once() {
        UUID id = create(DAILY);
        untilNext(id);
        CompletableFuture<Void> first;
        CompletableFuture<Void> second;
        try (Stop stop = stops.at(RacePoint.SCHEDULE_FIRED)) {
            first = meanwhile(() -> assertThat(firing.ring(id)).isEqualTo(Firing.Rung.FIRED));
            stop.awaitArrival();
            second = meanwhile(() -> assertThat(firing.ring(id)).isEqualTo(Firing.Rung.NOT_DUE));
            awaitWaiting(1);
        }
        join(first);
        join(second);
        assertThat(count("schedule_run")).isEqualTo(1);
    }

    @Test
    void a_coordinator_that_dies_before_the_commit_has_not_fired_and_another_does() {
        UUID id = create(DAILY);
        untilNext(id);
        stops.dieAt(RacePoint.SCHEDULE_FIRED);
        assertThatThrownBy(() -> firing.ring(id)).isInstanceOf(Died.class);
        assertThat(count("schedule_run")).isZero();

        assertThat(firing.ring(id)).isEqualTo(Firing.Rung.FIRED);
        doRuns();
        assertTrainedOnce();
    }

    @Test
    void a_run_whose_holder_dies_before_it_did_anything_is_done_by_another() {
        UUID id = create(DAILY);
        untilNext(id);
        firing.ring(id);
        stops.dieAt(RacePoint.RUN_TAKEN);
        assertThatThrownBy(() -> work.runOnce()).isInstanceOf(Died.class);

        doRuns();
        assertTrainedOnce();
    }

    @Test
    void a_training_whose_beginner_dies_before_the_note_is_not_begun_again_though_rows_came_meanwhile() {
        UUID id = create(DAILY);
        untilNext(id);
        firing.ring(id);
        stops.dieAt(RacePoint.RUN_SUBMITTED);
        assertThatThrownBy(() -> work.runOnce()).isInstanceOf(Died.class);
        history("daily").body("runs[0].state", equalTo("due"));
        rows(60);

        doRuns();
        assertTrainedOnce();
        history("daily").body("runs[0].dataset", equalTo("events@1")).body("runs[0].new_rows", equalTo(40));
    }

    @Test
    void a_run_that_one_coordinator_holds_is_left_alone_by_another() {
        UUID id = create(DAILY);
        untilNext(id);
        firing.ring(id);
        CompletableFuture<Void> first;
        try (Stop stop = stops.at(RacePoint.RUN_TAKEN)) {
            first = meanwhile(() -> assertThat(work.runOnce()).isTrue());
            stop.awaitArrival();
            assertThat(work.runOnce()).isFalse();
        }
        join(first);
        assertTrainedOnce();
    }

    @Test
    void a_schedule_that_is_deleted_while_its_run_is_held_leaves_no_trace_of_it() {
        UUID id = create(DAILY);
        untilNext(id);
        firing.ring(id);
        CompletableFuture<Void> first;
        try (Stop stop = stops.at(RacePoint.RUN_TAKEN)) {
            first = meanwhile(() -> work.runOnce());
            stop.awaitArrival();
            api().delete("/api/v1/schedules/daily").then().statusCode(204);
        }
        join(first);
        assertThat(count("schedule_run")).isZero();
    }

    @Test
    void two_alarm_clocks_on_one_store_wake_somebody_once_though_one_of_them_stopped() throws Exception {
        AlarmClock first = clockOf();
        AlarmClock second = clockOf();
        try {
            first.start(new StartupEvent());
            second.start(new StartupEvent());
            UUID id = create(DAILY);
            first.set(id, Cron.read("* * * * * ?", "UTC", clock.instant(), Duration.ofSeconds(1)));
            untilNext(id);
            await().atMost(Duration.ofSeconds(30)).until(() -> count("schedule_run") == 1);
            first.stop();
            untilNext(id);
            await().atMost(Duration.ofSeconds(30)).until(() -> count("schedule_run") == 2);
        } finally {
            first.stop();
            second.stop();
        }
        history("daily").body("runs", hasSize(2)).body("runs.kind", contains("planned", "planned"));
    }

    private AlarmClock clockOf() throws Exception {
        return new AlarmClock(
                firing,
                source,
                mapping(ScheduleConfig.class, Map.of("winnow.schedules.check-in", "1S")),
                mapping(DispatchConfig.class, Map.of()));
    }

    private static <T> T mapping(Class<T> type, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(type)
                .withSources(new PropertiesConfigSource(settings, "test", 200))
                .build()
                .getConfigMapping(type);
    }

    private void assertTrainedOnce() {
        history("daily").body("runs.state", contains("trained"));
        assertThat(count("training")).isEqualTo(1);
    }
}
