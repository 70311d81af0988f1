package dev.winnow.coordinator.recording;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ParkedMessagesTest extends CoordinatorTest {
    private static final String PATH = "/api/v1/parked-messages";

    @Inject
    ParkedMessages parked;

    @Inject
    MeterRegistry meters;

    @Test
    void they_are_listed_newest_first_a_page_at_a_time_with_their_reasons() {
        for (int i = 0; i < 5; i++) {
            recorder.record(("no json " + i).getBytes(UTF_8));
        }

        int next = list("limit=2")
                .body("total", equalTo(5))
                .body("parked_messages", hasSize(2))
                .body("parked_messages[0].body", equalTo("no json 4"))
                .body("parked_messages[0].queue", equalTo("winnow.results"))
                .body("parked_messages[0].encoding", equalTo("utf-8"))
                .body("parked_messages[0].parked_at", equalTo(clock.instant().toString()))
                .body("parked_messages[1].body", equalTo("no json 3"))
                .extract()
                .path("next_cursor");
        list("limit=3&cursor=" + next)
                .body("parked_messages.body", equalTo(List.of("no json 2", "no json 1", "no json 0")))
                .body("next_cursor", nullValue());
        api().get(PATH + "?limit=101").then().statusCode(400).body("code", equalTo("invalid_limit"));
    }

    @Test
    void a_list_shows_beginnings_and_one_message_is_shown_whole_also_when_it_is_no_text() {
        String umlauts = "ü".repeat(400) + "!";
        byte[] noText = {(byte) 0xFF, 0, 1};
        recorder.record(umlauts.getBytes(UTF_8));
        recorder.record(noText);

        list("limit=2")
                .body("parked_messages[0].encoding", equalTo("base64"))
                .body("parked_messages[0].body", equalTo(Base64.getEncoder().encodeToString(noText)))
                .body("parked_messages[1].bytes", equalTo(801))
                .body("parked_messages[1].body", equalTo("ü".repeat(256)));
        api().get(PATH + "/1").then().statusCode(200).body("body", equalTo(umlauts));
        api().get(PATH + "/77").then().statusCode(404).body("code", equalTo("unknown_parked_message"));
    }

    @Test
    void a_beginning_that_ends_within_a_character_is_still_text() {
        recorder.record(("a" + "ü".repeat(400)).getBytes(UTF_8));

        list("limit=1")
                .body("parked_messages[0].encoding", equalTo("utf-8"))
                .body("parked_messages[0].body", equalTo("a" + "ü".repeat(255)));
    }

    @Test
    void two_replicas_that_park_the_same_bytes_keep_them_once() {
        byte[] body = "no json".getBytes(UTF_8);
        List<CompletableFuture<Void>> here = new ArrayList<>();
        database.inTransaction(other -> {
            other.update(
                    "insert into parked_message (queue, reason, body, parked_at) values (?, 'there', ?, ?)",
                    ResultMessage.QUEUE,
                    body,
                    clock.instant());
            // The other has not committed yet: this one must wait, and then find it done.
            here.add(CompletableFuture.runAsync(() -> recorder.record(body)));
            await().atMost(Duration.ofSeconds(30)).until(() -> count("pg_locks where not granted") > 0);
            return here.size();
        });

        here.get(0).join();
        assertThat(parked.count()).isOne();
        list("limit=5").body("parked_messages[0].reason", equalTo("there"));
    }

    @Test
    void a_message_that_can_be_recorded_after_all_is_recorded_and_parked_no_more() {
        UUID job = submit(2);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        alter("add constraint refuses_all check (position < 0) not valid");
        try {
            recorder.record(WireFormat.write(worker.finished(work)));
            long id = id();
            retry(id).statusCode(409).body("code", equalTo("still_refused"));
            assertThat(parked.count()).isOne();
            job(job).body("succeeded", equalTo(0));
        } finally {
            alter("drop constraint refuses_all");
        }

        retry(id()).statusCode(204);
        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2));
        assertThat(parked.count()).isZero();
        retry(1).statusCode(404);
    }

    @Test
    void one_that_is_refused_again_stays_with_its_new_reason() {
        recorder.record("no json".getBytes(UTF_8));
        database.inTransaction(sql -> sql.update("update parked_message set reason = 'an older one'"));

        retry(id()).statusCode(409).body("code", equalTo("still_refused")).body("remedy", containsString("delete"));
        assertThat(count("parked_message where reason <> 'an older one'")).isOne();
    }

    @Test
    void a_message_of_a_queue_that_nobody_handles_here_is_kept() {
        database.inTransaction(sql -> sql.update(
                "insert into parked_message (queue, reason, body, parked_at) values ('other', 'x', ?, ?)",
                new byte[] {1},
                clock.instant()));

        retry(id()).statusCode(409).body("code", equalTo("not_retryable"));
        assertThat(parked.count()).isOne();
    }

    @Test
    void one_is_deleted_when_an_admin_says_so_and_by_nobody_else() {
        recorder.record("no json".getBytes(UTF_8));
        long id = id();
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .delete(PATH + "/" + id)
                .then()
                .statusCode(403);
        given().get(PATH).then().statusCode(401);

        api().delete(PATH + "/" + id).then().statusCode(204);
        assertThat(parked.count()).isZero();
        api().delete(PATH + "/" + id).then().statusCode(404);
    }

    @Test
    void the_status_and_a_gauge_tell_how_many_there_are() {
        recorder.record("no json".getBytes(UTF_8));
        recorder.record("no json either".getBytes(UTF_8));
        parked.measure();

        api().get("/api/v1/status").then().statusCode(200).body("parked_messages", equalTo(2));
        assertThat(meters.get("winnow.messages.parked.held").gauge().value()).isEqualTo(2);
    }

    private void alter(String change) {
        database.inTransaction(sql -> sql.update("alter table result " + change));
    }

    private static int id() {
        return list("limit=1").extract().path("parked_messages[0].id");
    }

    private static ValidatableResponse retry(long id) {
        return api().post(PATH + "/" + id + "/retry").then();
    }

    private static ValidatableResponse list(String query) {
        return api().get(PATH + "?" + query).then().statusCode(200);
    }
}
