package dev.winnow.coordinator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.problem.ProblemException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsTest extends CoordinatorTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI address = URI.create("");

    @Inject
    JobChanges changes;

    @Inject
    JobStreams streams;

    @Inject
    Progress progress;

    @Test
    void a_jobs_stream_begins_with_now_tells_what_moves_and_ends_with_the_job() throws Exception {
        UUID job = submit(2);
        Told told = listen("/api/v1/extractions/" + job + "/events");
        told.expect(data(job, "queued", 2, 0));
        ShardWork work = begun();
        told.expect(data(job, "running", 2, 0));
        record(worker.finished(work, 0));
        told.expect(data(job, "running", 2, 1));
        record(worker.finished(work, 1));
        told.expect(data(job, "done", 2, 2));

        assertThat(told.ended().join()).isTrue();
        assertThat(told.data()).doesNotHaveDuplicates();
    }

    @Test
    void the_stream_of_all_tells_of_old_and_new_jobs_and_stays_open() throws Exception {
        UUID before = submit(1);
        Told told = listen("/api/v1/events");
        told.expect(data(before, "queued", 1, 0));
        UUID after = submit(1);
        told.expect(data(after, "queued", 1, 0));
        api().post("/api/v1/extractions/" + before + "/cancel").then().statusCode(200);
        told.expect(data(before, "cancelled", 1, 0));

        told.round();
        told.round();
        assertThat(told.data()).doesNotHaveDuplicates();
        assertThat(told.ended()).isNotDone();
    }

    @Test
    void a_connection_that_broke_is_made_again_and_what_was_missed_is_told() throws Exception {
        UUID job = submit(2);
        Told told = listen("/api/v1/extractions/" + job + "/events");
        told.expect(data(job, "queued", 2, 0));
        begun();
        told.expect(data(job, "running", 2, 0)); // so it listens
        long cut = count("(select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %') t");
        assertThat(cut).isEqualTo(1);
        // Changed behind everybody's back, as by a replica whose notice nobody heard.
        database.inTransaction(sql -> sql.update("update job set failed = 1 where id = ?", job));

        told.expect(data(job, "running", 2, 0).replace("\"failed\":0", "\"failed\":1"));
    }

    @Test
    void comments_come_when_nothing_else_does() throws Exception {
        UUID job = submit(1);
        Told told = listen("/api/v1/extractions/" + job + "/events");
        told.expect(data(job, "queued", 1, 0));
        clock.advance(Duration.ofSeconds(15));

        told.expect(":still here");
    }

    @Test
    void a_client_that_saw_the_end_is_told_to_stop_and_any_other_id_is_as_good_as_none() {
        UUID job = submit(1);
        record(worker.finished(begun()));
        String path = "/api/v1/extractions/" + job + "/events";

        String body = api().header("Last-Event-ID", "whatever")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(body).contains(data(job, "done", 1, 1));
        String id = body.lines()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElseThrow();
        api().header("Last-Event-ID", id).get(path).then().statusCode(410).body("code", equalTo("job_is_over"));
    }

    @Test
    void a_job_that_is_not_there_has_no_stream() {
        api().get("/api/v1/extractions/" + UUID.randomUUID() + "/events")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_job"));
    }

    @Test
    void a_reader_who_falls_behind_is_cut_and_its_place_is_free_again() {
        UUID job = submit(9);
        JobStreams small = new JobStreams(progress, new Limits(1, 2), clock);
        AssertSubscriber<Optional<JobProgress>> slow = AssertSubscriber.create(0);
        small.open("default", job).subscribe().withSubscriber(slow);
        assertThatThrownBy(() -> small.open("default", job))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("too_many_listeners"));

        for (int i = 1; i <= 3; i++) {
            int failed = i;
            database.inTransaction(sql -> sql.update("update job set failed = ? where id = ?", failed, job));
            small.heard(job);
            small.round();
        }

        slow.assertFailedWith(BackPressureFailure.class);
        assertThat(small.open()).isZero();
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    private static String data(UUID job, String state, int items, int succeeded) {
        return "data:{\"id\":\"%s\",\"state\":\"%s\",\"items\":%d,\"succeeded\":%d,\"failed\":0}"
                .formatted(job, state, items, succeeded);
    }

    private Told listen(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + ByHand.ADMIN_KEY)
                .build();
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        List<String> lines = new CopyOnWriteArrayList<>();
        return new Told(lines, CompletableFuture.supplyAsync(() -> readAll(response.body(), lines)));
    }

    private static boolean readAll(Stream<String> body, List<String> lines) {
        try (body) {
            body.forEach(lines::add);
            return true;
        } catch (UncheckedIOException e) {
            return false; // the server has gone
        }
    }

    private record Limits(int listeners, int buffer) implements EventsConfig {
        @Override
        public Duration heartbeat() {
            return Duration.ofDays(1);
        }
    }

    private final class Told {
        private final List<String> lines;
        private final CompletableFuture<Boolean> ended;

        Told(List<String> lines, CompletableFuture<Boolean> ended) {
            this.lines = lines;
            this.ended = ended;
        }

        CompletableFuture<Boolean> ended() {
            return ended;
        }

        List<String> data() {
            return lines.stream().filter(line -> line.startsWith("data:")).toList();
        }

        /** What the timer does each second. */
        void round() {
            changes.send();
            streams.round();
        }

        void expect(String line) {
            await().atMost(LONGEST).untilAsserted(() -> {
                round();
                assertThat(lines).contains(line);
            });
        }
    }
}
