package dev.winnow.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.result.Results;
import dev.winnow.coordinator.webhook.Receiver.Heard;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryTest extends WebhookTest {
    @Inject
    Results results;

    @Test
    void a_job_that_is_done_is_told_signed_as_the_specification_says() {
        UUID webhook = webhook("job.finished");
        UUID job = finishedJob();
        clock.advance(Duration.ofSeconds(3));

        round();

        assertThat(receiver.heard()).hasSize(1);
        Heard heard = receiver.heard().get(0);
        assertThat(heard.id()).startsWith("msg_").doesNotContain(".");
        assertThat(heard.timestamp()).isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        assertThat(heard.contentType()).isEqualTo("application/json");
        assertSigned(heard, SECRET);
        JsonNode message = read(heard);
        assertThat(message.path("type").asText()).isEqualTo("job.finished");
        assertThat(message.path("timestamp").asText())
                .isEqualTo(clock.instant().minusSeconds(3).toString());
        JsonNode data = message.path("data");
        assertThat(data.path("id").asText()).isEqualTo(job.toString());
        assertThat(data.path("state").asText()).isEqualTo("done");
        assertThat(data.path("items").asInt()).isEqualTo(1);
        assertThat(data.path("succeeded").asInt()).isEqualTo(1);
        assertThat(data.path("failed").asInt(-1)).isZero();
        assertThat(data.path("epoch").asInt()).isEqualTo(1);
        assertThat(data.path("results").asText()).isEqualTo("/api/v1/extractions/" + job + "/results");
        deliveries(webhook)
                .body("deliveries", hasSize(1))
                .body("deliveries[0].id", equalTo(heard.id()))
                .body("deliveries[0].state", equalTo("delivered"))
                .body("deliveries[0].status", equalTo(204))
                .body("deliveries[0].attempts", equalTo(1))
                .body("deliveries[0].error", nullValue())
                .body("deliveries[0].next_attempt_at", nullValue());
    }

    @Test
    void each_webhook_is_told_of_the_events_that_it_asked_for() throws Exception {
        webhook("job.finished", "job.items_failed", "job.cancelled");
        try (Receiver other = new Receiver()) {
            webhook(other, "job.items_failed");
            finishedJob();
            failedJob();
            UUID cancelled = submit(1);
            for (int i = 0; i < 2; i++) {
                api().post("/api/v1/extractions/" + cancelled + "/cancel")
                        .then()
                        .statusCode(200);
            }
            round();
            round();

            assertThat(receiver.heard())
                    .extracting(heard -> read(heard).path("type").asText())
                    .containsExactlyInAnyOrder("job.finished", "job.finished", "job.items_failed", "job.cancelled");
            assertThat(other.heard())
                    .extracting(heard -> read(heard).path("type").asText())
                    .containsExactly("job.items_failed");
        }
    }

    @Test
    void a_job_whose_failed_items_are_tried_again_is_told_again() {
        webhook("job.finished");
        UUID job = failedJob();
        round();
        api().post("/api/v1/extractions/" + job + "/retry").then().statusCode(200);
        record(worker.finished(begun()));
        round();

        assertThat(receiver.heard())
                .extracting(heard -> read(heard).path("data").path("epoch").asInt())
                .containsExactly(1, 2);
    }

    @Test
    void what_is_to_be_told_is_committed_with_the_end_of_the_job_or_not_at_all() {
        webhook("job.finished");
        UUID job = submit(1);
        ShardWork work = begun();

        assertThatThrownBy(() -> database.inTransaction(sql -> {
                    results.record(sql, job, 1, worker.finished(work).items());
                    throw new IllegalStateException("the coordinator dies here");
                }))
                .hasMessage("the coordinator dies here");
        assertThat(count("webhook_delivery")).isZero();

        record(worker.finished(work));
        record(worker.finished(work));
        assertThat(count("webhook_delivery")).isEqualTo(1);
    }

    @Test
    void a_tenant_without_webhooks_has_nothing_written_down() {
        finishedJob();

        assertThat(count("webhook_delivery")).isZero();
    }

    @Test
    void what_fails_is_tried_again_later_with_the_same_id_and_a_new_signature() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        receiver.answers(500);
        round();
        deliveries(webhook)
                .body("deliveries[0].state", equalTo("waiting"))
                .body("deliveries[0].status", equalTo(500))
                .body("deliveries[0].error", equalTo("the receiver answered 500"))
                .body("deliveries[0].next_attempt_at", notNullValue());
        ask("GET", "/" + webhook).body("failing_since", notNullValue());

        clock.advance(Duration.ofSeconds(4));
        round();
        assertThat(receiver.heard()).as("not before its time").hasSize(1);
        clock.advance(Duration.ofSeconds(2));
        round();
        clock.advance(Duration.ofMinutes(6));
        receiver.answers(200);
        round();
        clock.advance(Duration.ofDays(1));
        round();

        assertThat(receiver.heard()).hasSize(3);
        assertThat(receiver.heard())
                .extracting(Heard::id)
                .containsOnly(receiver.heard().get(0).id());
        assertThat(receiver.heard()).extracting(Heard::timestamp).doesNotHaveDuplicates();
        receiver.heard().forEach(heard -> assertSigned(heard, SECRET));
        deliveries(webhook)
                .body("deliveries[0].state", equalTo("delivered"))
                .body("deliveries[0].attempts", equalTo(3))
                .body("deliveries[0].error", nullValue());
        ask("GET", "/" + webhook).body("failing_since", nullValue());
    }

    @Test
    void a_receiver_can_ask_to_be_left_alone_for_longer() {
        webhook("job.finished");
        finishedJob();
        receiver.answers(429);
        receiver.asksFor("3600");
        round();

        clock.advance(Duration.ofMinutes(59));
        round();
        assertThat(receiver.heard()).hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        round();
        assertThat(receiver.heard()).hasSize(2);
    }

    @Test
    void a_redirect_is_a_failure_and_is_not_followed() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        receiver.answers(302);
        round();

        assertThat(receiver.heard()).hasSize(1);
        deliveries(webhook)
                .body("deliveries[0].state", equalTo("waiting"))
                .body("deliveries[0].error", containsString("redirects are not followed"));
    }

    @Test
    void gone_disables_the_webhook_until_it_is_enabled_again() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        finishedJob();
        finishedJob();
        receiver.answers(410);
        round();
        ask("GET", "/" + webhook).body("state", equalTo("disabled")).body("disabled_reason", containsString("410"));
        deliveries(webhook).body("deliveries.findAll { it.state == 'failed' }", hasSize(3));
        finishedJob();
        String first =
                deliveries(webhook).body("deliveries", hasSize(3)).extract().path("deliveries[2].id");
        ask("POST", "/" + webhook + "/test").statusCode(409).body("code", equalTo("webhook_disabled"));
        ask("POST", "/" + webhook + "/deliveries/" + first + "/resend")
                .statusCode(409)
                .body("remedy", containsString("/enable"));

        int before = receiver.heard().size();
        receiver.answers(204);
        ask("POST", "/" + webhook + "/enable").statusCode(200).body("state", equalTo("enabled"));
        ask("POST", "/" + webhook + "/deliveries/" + first + "/resend").statusCode(202);
        round();

        assertThat(receiver.heard()).hasSize(before + 1);
        assertThat(receiver.heard().get(before).id()).isEqualTo(first);
        deliveries(webhook).body("deliveries[2].state", equalTo("delivered"));
    }

    @Test
    void a_message_that_used_up_its_attempts_has_failed_and_disables_a_webhook_that_nothing_gets_through_to() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        receiver.answers(503);
        for (int i = 0; i < 12; i++) {
            round();
            clock.advance(Duration.ofHours(30));
        }

        assertThat(receiver.heard()).hasSize(10);
        deliveries(webhook).body("deliveries[0].state", equalTo("failed")).body("deliveries[0].attempts", equalTo(10));
        ask("GET", "/" + webhook).body("state", equalTo("disabled"));
    }

    @Test
    void a_webhook_that_something_gets_through_to_stays_enabled() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        receiver.answers(503);
        for (int i = 0; i < 9; i++) {
            round();
            clock.advance(Duration.ofHours(30));
        }
        database.inTransaction(sql -> sql.update(
                "update webhook set delivered_at = ?", clock.instant().minusSeconds(1)));
        round();

        deliveries(webhook).body("deliveries[0].state", equalTo("failed"));
        ask("GET", "/" + webhook).body("state", equalTo("enabled"));
    }

    @Test
    void a_name_that_points_inside_when_the_message_is_due_is_not_called() throws Exception {
        UUID webhook = webhook("job.finished");
        finishedJob();
        InetAddress metadata = InetAddress.getByName("169.254.169.254");

        replica(Map.of(), host -> List.of(metadata)).runOnce(() -> {}).join();

        assertThat(receiver.heard()).isEmpty();
        deliveries(webhook)
                .body("deliveries[0].state", equalTo("waiting"))
                .body("deliveries[0].status", nullValue())
                .body("deliveries[0].error", containsString("not public"));
    }

    @Test
    void a_message_whose_secret_cannot_be_decrypted_waits_and_says_so() {
        UUID webhook = webhook("job.finished");
        database.inTransaction(sql -> sql.update("update webhook set secret = 'v1:AAAA'"));
        finishedJob();
        round();

        assertThat(receiver.heard()).isEmpty();
        deliveries(webhook).body("deliveries[0].error", containsString("winnow.webhooks.secret-key"));
    }

    @Test
    void a_test_arrives_once_and_is_not_tried_again() {
        UUID webhook = webhook("job.cancelled");
        String path = "/" + webhook + "/deliveries/";
        String id = ask("POST", "/" + webhook + "/test")
                .statusCode(202)
                .body("state", equalTo("waiting"))
                .extract()
                .path("id");
        round();
        assertThat(read(receiver.heard().get(0)).path("type").asText()).isEqualTo("webhook.test");
        ask("GET", path + id).body("state", equalTo("delivered"));

        receiver.answers(404);
        String refused = ask("POST", "/" + webhook + "/test").extract().path("id");
        round();
        clock.advance(Duration.ofDays(2));
        round();
        assertThat(receiver.heard()).hasSize(2);
        ask("GET", path + refused).body("state", equalTo("failed")).body("status", equalTo(404));
        ask("GET", "/" + webhook).body("state", equalTo("enabled"));
    }
}
