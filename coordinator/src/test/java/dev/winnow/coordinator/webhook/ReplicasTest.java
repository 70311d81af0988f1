package dev.winnow.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.outgoing.HostResolver;
import dev.winnow.coordinator.webhook.Receiver.Heard;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplicasTest extends WebhookTest {
    private static final Duration LEASE = Duration.ofMinutes(2);

    @Test
    void a_coordinator_that_dies_after_the_receiver_got_it_has_it_sent_again_with_the_same_id() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        courier.send(queue.claim(1).get(0)); // and is never heard of again

        round();
        assertThat(receiver.heard()).as("it may still be under way").hasSize(1);
        clock.advance(LEASE.plusSeconds(1));
        round();

        assertThat(receiver.heard()).hasSize(2);
        assertThat(receiver.heard())
                .extracting(Heard::id)
                .containsOnly(receiver.heard().get(0).id());
        deliveries(webhook)
                .body("deliveries[0].state", equalTo("delivered"))
                .body("deliveries[0].attempts", equalTo(2));
    }

    @Test
    void a_coordinator_that_dies_before_it_sends_delays_and_loses_nothing() {
        webhook("job.finished");
        finishedJob();
        queue.claim(1);

        clock.advance(LEASE.plusSeconds(1));
        round();

        assertThat(receiver.heard()).hasSize(1);
    }

    @Test
    void a_coordinator_that_was_suspended_does_not_undo_what_another_did_meanwhile() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        Attempt old = queue.claim(1).get(0);
        clock.advance(LEASE.plusSeconds(1));
        Attempt second = queue.claim(1).get(0);

        outcomes.keep(old, Outcome.Failed.because("too late"));
        assertThat(queue.claim(1)).as("the second is still under way").isEmpty();
        outcomes.keep(old, new Outcome.Delivered(200));
        outcomes.keep(second, Outcome.Failed.because("the connection broke"));

        deliveries(webhook).body("deliveries[0].state", equalTo("delivered"));
    }

    @Test
    void a_webhook_that_was_removed_meanwhile_is_no_trouble() {
        UUID webhook = webhook("job.finished");
        finishedJob();
        Attempt attempt = queue.claim(1).get(0);
        ask("DELETE", "/" + webhook).statusCode(204);

        outcomes.keep(attempt, Outcome.Failed.because("nobody there"));
        outcomes.keep(attempt, new Outcome.Gone());

        assertThat(count("webhook_delivery")).isZero();
    }

    @Test
    void two_replicas_send_each_message_once_when_nothing_dies() {
        UUID webhook = webhook("job.finished");
        written(webhook, 60);
        List<DeliveryLoop> replicas =
                List.of(replica(Map.of(), HostResolver.SYSTEM), replica(Map.of(), HostResolver.SYSTEM));

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            CompletableFuture.allOf(replicas.stream()
                            .map(replica -> CompletableFuture.runAsync(
                                    () -> replica.runOnce(() -> {}).join()))
                            .toArray(CompletableFuture[]::new))
                    .join();
            return count("webhook_delivery where state = 'delivered'") == 60;
        });

        assertThat(receiver.heard()).hasSize(60).extracting(Heard::id).doesNotHaveDuplicates();
    }

    @Test
    void a_slow_receiver_has_few_attempts_under_way_and_holds_nobody_up() throws Exception {
        try (Receiver slow = new Receiver()) {
            UUID waiting = webhook(slow, "job.finished");
            UUID quick = webhook("job.finished");
            slow.holdsAll();
            written(waiting, 20);
            written(quick, 20);
            List<CompletableFuture<Void>> rounds = new ArrayList<>();

            await().atMost(Duration.ofSeconds(60)).until(() -> {
                rounds.add(loop.runOnce(() -> {}));
                return receiver.heard().size() == 20;
            });
            await().until(() -> slow.inside() == 2);
            rounds.add(replica(Map.of(), HostResolver.SYSTEM).runOnce(() -> {}));
            assertThat(slow.heard()).as("no replica begins more").hasSize(2);
            slow.letsGo();
            rounds.forEach(CompletableFuture::join);
        }
    }

    @Test
    void a_receiver_that_fails_is_tried_one_message_at_a_time_and_a_place_that_gets_free_is_used_at_once() {
        UUID webhook = webhook("job.finished");
        written(webhook, 3);
        receiver.answers(500);
        assertThat(queue.claim(10)).hasSize(2).allSatisfy(attempt -> outcomes.keep(attempt, courier.send(attempt)));

        assertThat(queue.claim(10)).hasSize(1);
        clock.advance(LEASE.plusSeconds(1));
        receiver.answers(204);
        assertThat(queue.claim(10)).hasSize(1).allSatisfy(attempt -> outcomes.keep(attempt, courier.send(attempt)));
        assertThat(queue.claim(10)).hasSize(2);
    }

    @Test
    void a_tick_goes_on_until_nothing_is_due() {
        UUID webhook = webhook("job.finished");
        written(webhook, 30);

        loop.tick();

        await().atMost(Duration.ofSeconds(60)).until(() -> count("webhook_delivery where state = 'delivered'") == 30);
        assertThat(receiver.heard()).hasSize(30);
    }

    @Test
    void the_webhook_that_waited_longest_is_served_first() throws Exception {
        UUID first = webhook("job.finished");
        UUID second = webhook("job.finished");
        written(first, 5);
        written(second, 5);

        List<UUID> served = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(1));
            Attempt attempt = queue.claim(1).get(0);
            served.add(attempt.webhook());
            outcomes.keep(attempt, new Outcome.Delivered(200));
        }

        assertThat(served.get(0)).isNotEqualTo(served.get(1));
        assertThat(served.subList(0, 2)).isEqualTo(served.subList(2, 4));
    }

    private void written(UUID webhook, int messages) {
        database.inTransaction(sql -> sql.update("""
                insert into webhook_delivery (message_id, webhook_id, event, body, state, due_at, created_at)
                select gen_random_uuid(), ?, 'job.finished', '{}', 'waiting', ?, ? from generate_series(1, ?)""", webhook, clock.instant(), clock.instant(), messages));
    }
}
