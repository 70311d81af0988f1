package dev.winnow.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.webhook.Receiver.Heard;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhooksApiTest extends WebhookTest {
    private static final String OTHER = "wk_other_tenant_webhooks_0123";

    @Inject
    ApiKeys keys;

    @Inject
    LogSweep sweep;

    @Test
    void the_secret_is_shown_once_and_all_else_whenever_it_is_asked_for() {
        String id = register(Map.of("url", receiver.url()))
                .statusCode(201)
                .header("Location", containsString("/api/v1/webhooks/"))
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .body("state", equalTo("enabled"))
                .body("events", hasItems("job.finished", "job.items_failed", "job.cancelled"))
                .body("created_at", notNullValue())
                .extract()
                .path("id");

        ask("GET", "/" + id).statusCode(200).body("secret", nullValue()).body("url", equalTo(receiver.url()));
        ask("GET", "").body("webhooks", hasSize(1)).body("webhooks[0].secret", nullValue());
        ask("DELETE", "/" + id).statusCode(204);
        ask("DELETE", "/" + id).statusCode(404).body("code", equalTo("unknown_webhook"));
        ask("GET", "").body("webhooks", hasSize(0));
    }

    @Test
    void a_request_that_is_wrong_is_refused_with_the_place_and_the_remedy() {
        assertRefused(Map.of(), "invalid_url", "/url");
        assertRefused(Map.of("url", 7), "invalid_url", "/url");
        assertRefused(Map.of("url", "https://example.org/" + "x".repeat(2048)), "url_too_long", "/url");
        assertRefused(Map.of("url", "ftp://example.org/"), "url_refused", "/url");
        assertRefused(Map.of("url", "https://user:pw@example.org/"), "url_refused", "/url");
        assertRefused(Map.of("url", "https://10.0.0.1/"), "url_refused", "/url");
        assertRefused(Map.of("url", "https://169.254.169.254/latest/"), "url_refused", "/url");
        assertRefused(Map.of("url", "https://[::1]/"), "url_refused", "/url");
        assertRefused(Map.of("url", "https://localhost:22/"), "url_refused", "/url");
        assertRefused(Map.of("url", "https://no-such-host.invalid/"), "unknown_host", "/url");
        assertRefused(Map.of("url", receiver.url(), "events", List.of()), "no_events", "/events");
        assertRefused(Map.of("url", receiver.url(), "events", "job.finished"), "no_events", "/events");
        assertRefused(
                Map.of("url", receiver.url(), "events", List.of("job.finished", "job.begun")),
                "unknown_event",
                "/events/1");
        assertRefused(Map.of("url", receiver.url(), "events", List.of("webhook.test")), "unknown_event", "/events/0");
        assertRefused(Map.of("url", receiver.url(), "secret", "whsec_c2hvcnQ="), "invalid_secret", "/secret");
        assertRefused(Map.of("url", receiver.url(), "event", "x"), "unknown_option", "/event");
        api().contentType("application/json")
                .body("[]")
                .post("/api/v1/webhooks")
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid_webhook"));
        assertThat(count("webhook")).isZero();
    }

    private static void assertRefused(Map<String, Object> request, String code, String pointer) {
        register(request)
                .statusCode(422)
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer))
                .body("remedy", notNullValue());
    }

    @Test
    void a_tenant_has_so_many_webhooks_and_no_more() {
        for (int i = 0; i < 10; i++) {
            webhook("job.finished");
        }
        register(Map.of("url", receiver.url()))
                .statusCode(409)
                .body("code", equalTo("too_many_webhooks"))
                .body("limit", equalTo(10))
                .body("remedy", containsString("per-tenant"));
    }

    @Test
    void another_tenants_webhooks_are_not_found_and_not_told() {
        keys.store(OTHER, "other", "other", Set.of(Scope.EXTRACT));
        UUID mine = webhook("job.finished");
        finishedJob();
        String message = deliveries(mine).extract().path("deliveries[0].id");
        String path = "/" + mine;

        ask(OTHER, "GET", "").statusCode(200).body("webhooks", hasSize(0));
        for (String each : List.of(path, path + "/deliveries", path + "/deliveries/" + message)) {
            ask(OTHER, "GET", each).statusCode(404).body("code", equalTo("unknown_webhook"));
        }
        for (String each : List.of("/test", "/enable", "/secret", "/deliveries/" + message + "/resend")) {
            ask(OTHER, "POST", path + each).statusCode(404).body("code", equalTo("unknown_webhook"));
        }
        ask(OTHER, "DELETE", path).statusCode(404);
        database.inTransaction(sql -> sql.update("update webhook set tenant = 'other'"));
        finishedJob();
        assertThat(count("webhook_delivery")).as("the job was not theirs").isEqualTo(1);
    }

    @Test
    void a_message_of_another_webhook_is_not_found() {
        UUID one = webhook("job.finished");
        UUID other = webhook("job.cancelled");
        finishedJob();
        String message = deliveries(one).extract().path("deliveries[0].id");

        ask("GET", "/" + other + "/deliveries/" + message).statusCode(404).body("code", equalTo("unknown_delivery"));
        ask("GET", "/" + other + "/deliveries/nonsense").statusCode(404).body("code", equalTo("unknown_delivery"));
        ask("POST", "/" + other + "/deliveries/" + message + "/resend").statusCode(404);
    }

    @Test
    void while_a_secret_is_replaced_both_sign_and_afterwards_the_new_one() {
        UUID webhook = webhook("job.finished");
        String fresh = ask("POST", "/" + webhook + "/secret")
                .statusCode(200)
                .body("former_secret_until", notNullValue())
                .extract()
                .path("secret");
        finishedJob();
        round();
        clock.advance(Duration.ofHours(25));
        worker.heartbeat();
        finishedJob();
        round();

        List<Heard> heard = receiver.heard();
        assertSigned(heard.get(0), fresh, SECRET);
        assertSigned(heard.get(1), fresh);
        ask("GET", "/" + webhook).body("former_secret_until", nullValue());
        String own = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        api().contentType("application/json")
                .body(Map.of("secret", own))
                .post("/api/v1/webhooks/" + webhook + "/secret")
                .then()
                .statusCode(200)
                .body("secret", equalTo(own));
    }

    @Test
    void the_log_is_paged_newest_first() {
        UUID webhook = webhook("job.finished");
        for (int i = 0; i < 5; i++) {
            finishedJob();
        }
        List<String> all = deliveries(webhook).extract().path("deliveries.id");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            var answer =
                    ask("GET", "/" + webhook + "/deliveries?limit=2" + cursor).statusCode(200);
            paged.addAll(answer.extract().path("deliveries.id"));
            cursor = "&cursor=" + answer.extract().path("next_cursor");
        }

        assertThat(paged).isEqualTo(all).hasSize(5);
        assertThat(cursor).isEqualTo("&cursor=null");
        ask("GET", "/" + webhook + "/deliveries?limit=0").statusCode(400).body("code", equalTo("invalid_limit"));
        ask("GET", "/" + webhook + "/deliveries?cursor=x").statusCode(400).body("code", equalTo("invalid_cursor"));
    }

    @Test
    void what_was_delivered_is_forgotten_after_a_week_and_what_waits_is_not() {
        webhook("job.finished");
        finishedJob();
        round();
        finishedJob();
        clock.advance(Duration.ofDays(6));
        sweep.runOnce();
        assertThat(count("webhook_delivery")).isEqualTo(2);

        clock.advance(Duration.ofDays(2));
        sweep.runOnce();
        assertThat(count("webhook_delivery where state = 'waiting'")).isEqualTo(1);
        assertThat(count("webhook_delivery")).isEqualTo(1);
    }

    @Test
    void a_webhook_has_no_more_in_its_log_and_no_more_waiting_than_the_limits() {
        UUID webhook = webhook("job.finished");
        for (int i = 0; i < 3; i++) {
            finishedJob();
            round();
        }
        String newest = deliveries(webhook).extract().path("deliveries[0].id");
        LogSweep strict = new LogSweep(
                database, disabling, WebhookConfigs.with(Map.of("keep-messages", "1", "most-waiting", "1")), clock);
        strict.runOnce();
        deliveries(webhook).body("deliveries.id", equalTo(List.of(newest)));

        finishedJob();
        strict.runOnce();
        ask("GET", "/" + webhook).body("state", equalTo("enabled"));
        finishedJob();
        strict.runOnce();
        ask("GET", "/" + webhook)
                .body("state", equalTo("disabled"))
                .body("disabled_reason", containsString("more than 1 messages waited"));
        assertThat(count("webhook_delivery where state = 'waiting'")).isZero();
    }
}
