package dev.winnow.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.problem.ProblemException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScheduleEventsTest extends ScheduleTest {
    private static final String EACH_TIME = DAILY.replace("}", ", \"least_new_rows\": 0}");

    @TestHTTPResource("/")
    URI address = URI.create("");

    @Inject
    RunStreams streams;

    @Test
    void its_stream_tells_each_run_as_it_moves_and_ends_when_the_schedule_is_deleted() {
        UUID id = create(EACH_TIME);
        AssertSubscriber<Optional<RunNow>> told = listen(null);
        untilNext(id);
        firing.ring(id);
        streams.round();
        streams.round();
        doRuns();
        streams.round();
        fires(id);
        streams.round();
        assertThat(states(told)).containsExactly("due", "trained", "skipped");
        assertThat(events(told).get(1).run().training()).isNotNull();
        assertThat(events(told).get(2).run().code()).isEqualTo("training_open");

        told.assertNotTerminated();
        api().delete("/api/v1/schedules/daily").then().statusCode(204);
        streams.round();
        told.assertCompleted();
        assertThat(streams.open()).isZero();
    }

    @Test
    void a_stream_begins_with_the_newest_run_and_with_what_was_missed_since_the_last_event() {
        UUID id = create(EACH_TIME);
        fires(id);
        fires(id);
        AssertSubscriber<Optional<RunNow>> first = listen(null);
        assertThat(states(first)).as("the newest").containsExactly("skipped");
        String last = events(first).get(0).eventId();
        first.cancel();
        trainingsEnd("done");
        fires(id);
        fires(id);

        assertThat(states(listen(last))).containsExactly("trained", "skipped");
        assertThat(states(listen("whatever"))).containsExactly("skipped");
        assertThat(states(listen("2020-01-01T00:00:00Z-promoted"))).containsExactly("skipped");
    }

    @Test
    void an_older_run_that_has_ended_since_the_last_event_is_told_too() {
        UUID id = create(EACH_TIME);
        untilNext(id);
        firing.ring(id); // waits for somebody to do it
        untilNext(id);
        firing.ring(id);
        AssertSubscriber<Optional<RunNow>> before = listen(null);
        assertThat(states(before)).containsExactly("due", "due");
        String last = events(before).get(1).eventId();
        before.cancel();
        clock.advance(Duration.ofSeconds(1));
        doRuns();

        assertThat(states(listen(last))).containsExactly("trained", "skipped");
    }

    @Test
    void listeners_who_came_at_different_times_are_told_what_is_new_to_each() {
        UUID id = create(EACH_TIME);
        untilNext(id);
        firing.ring(id);
        AssertSubscriber<Optional<RunNow>> early = listen(null);
        doRuns();
        AssertSubscriber<Optional<RunNow>> late = listen(null);
        streams.round();
        streams.round();

        assertThat(states(early)).containsExactly("due", "trained");
        assertThat(states(late)).containsExactly("trained");
    }

    @Test
    void over_http_an_event_is_the_run_as_the_history_has_it() throws IOException, InterruptedException {
        fires(create(EACH_TIME));
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/schedules/daily/events"))
                .header("Authorization", "Bearer " + ByHand.ADMIN_KEY)
                .build();
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            List<String> event = lines.takeWhile(line -> !line.isEmpty()).toList();
            String plannedAt = history("daily").extract().path("runs[0].planned_at");

            assertThat(event).contains("event:run", "id:%s-trained".formatted(plannedAt));
            assertThat(event)
                    .filteredOn(line -> line.startsWith("data:"))
                    .singleElement()
                    .asString()
                    .startsWith("data:{\"planned_at\":\"" + plannedAt + "\"")
                    .contains("\"state\":\"trained\"", "\"dataset\":\"events@1\"", "\"training\":");
        }
    }

    @Test
    void nobody_follows_what_is_not_there_or_not_ones_own() {
        create(DAILY);
        api().get("/api/v1/schedules/nothing/events").then().statusCode(404).body("code", equalTo("unknown_schedule"));
        assertThatThrownBy(() -> streams.open("strangers", "daily", null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("unknown_schedule"));
    }

    private AssertSubscriber<Optional<RunNow>> listen(@Nullable String last) {
        AssertSubscriber<Optional<RunNow>> told = AssertSubscriber.create(100);
        streams.open("default", "daily", last).subscribe().withSubscriber(told);
        return told;
    }

    private static List<RunNow> events(AssertSubscriber<Optional<RunNow>> told) {
        return told.getItems().stream().flatMap(Optional::stream).toList();
    }

    private static List<String> states(AssertSubscriber<Optional<RunNow>> told) {
        return events(told).stream().map(now -> now.run().state()).toList();
    }
}
